using XenApi.Core;
using XenApi.Core.Tasks;

namespace XenApi.Server.Settings;

/// <summary>How the state and the machines are kept.</summary>
internal sealed record HouseSettings
{
    /// <summary>How many tasks, and for how long.</summary>
    public TaskLimits Tasks { get; init; } = TaskLimits.Default;

    /// <summary>How many changes are kept for sessions that ask for events late.</summary>
    public int KeepEvents { get; init; } = 16 * 1024;

    /// <summary>How long a clean shutdown waits for the guest.</summary>
    public TimeSpan ShutdownTime { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How often metrics are measured.</summary>
    public TimeSpan SamplePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How much the local storage may promise, in bytes; null for the size of the file system.</summary>
    public long? StorageBytes { get; init; }

    /// <summary>Reads them.</summary>
    public static HouseSettings Read(SettingReader reader)
    {
        var standard = new HouseSettings();
        var storageBytes = reader.Below("storage").Number("bytes", 0, 0, long.MaxValue);
        return new()
        {
            Tasks = ReadTasks(reader.Below("tasks"), standard.Tasks),
            KeepEvents = (int)reader.Below("events").Number("keep", standard.KeepEvents, 16, 16 * 1024 * 1024),
            ShutdownTime = reader.Below("machines").Seconds("shutdownSeconds", standard.ShutdownTime, 1, 24 * 3600),
            SamplePeriod = reader.Below("metrics").Seconds("periodSeconds", standard.SamplePeriod, 0.1, 24 * 3600),
            StorageBytes = storageBytes == 0 ? null : storageBytes,
        };
    }

    /// <summary>The setup of an engine with these settings.</summary>
    public EngineSetup Into(EngineSetup setup) => setup with
    {
        Tasks = Tasks,
        FeedWindow = KeepEvents,
        ShutdownPatience = ShutdownTime,
        SamplePeriod = SamplePeriod,
        StorageBytes = StorageBytes,
    };

    private static TaskLimits ReadTasks(SettingReader reader, TaskLimits standard) => new(
        reader.Seconds("keepSeconds", standard.KeepFinished, 0, 366 * 24 * 3600),
        (int)reader.Number("perSession", standard.PerSession, 1, 1_000_000),
        (int)reader.Number("running", standard.AllTogether, 1, 1_000_000),
        (int)reader.Number("finished", standard.FinishedMost, 1, 1_000_000));
}
