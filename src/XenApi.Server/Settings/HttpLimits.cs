namespace XenApi.Server.Settings;

/// <summary>What a client may take of the server before it is told to stop.</summary>
internal sealed record HttpLimits
{
    /// <summary>The longest request body, in bytes. A kernel or ramdisk may travel inside a record.</summary>
    public long BodyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How much all bodies that are being read or answered may take together, in bytes.</summary>
    public long AllBodiesBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>How many connections there may be at once.</summary>
    public int Connections { get; init; } = 4096;

    /// <summary>How many requests may be in work at once; those that wait for events are not counted.</summary>
    public int RequestsInFlight { get; init; } = 1024;

    /// <summary>How long the head of a request may take.</summary>
    public TimeSpan HeaderTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the body of a request may take.</summary>
    public TimeSpan BodyTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How fast the body must come after the first seconds, in bytes per second.</summary>
    public double BodyBytesPerSecond { get; init; } = 240;

    /// <summary>How long the body may be slower than that at first.</summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection may stay open without a request.</summary>
    public TimeSpan KeepAliveTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long requests may go on once the server was told to stop.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads them.</summary>
    public static HttpLimits Read(SettingReader reader)
    {
        var standard = new HttpLimits();
        return new()
        {
            BodyBytes = reader.Number("bodyBytes", standard.BodyBytes, 1024, 1024 * 1024 * 1024),
            AllBodiesBytes = reader.Number("allBodiesBytes", standard.AllBodiesBytes, 1024, 64L * 1024 * 1024 * 1024),
            Connections = (int)reader.Number("connections", standard.Connections, 1, 1_000_000),
            RequestsInFlight = (int)reader.Number("requestsInFlight", standard.RequestsInFlight, 1, 1_000_000),
            HeaderTime = reader.Seconds("headerSeconds", standard.HeaderTime, 1, 3600),
            BodyTime = reader.Seconds("bodySeconds", standard.BodyTime, 1, 24 * 3600),
            BodyBytesPerSecond = reader.Number("bodyBytesPerSecond", (long)standard.BodyBytesPerSecond, 1, 1_000_000_000),
            BodyGrace = reader.Seconds("bodyGraceSeconds", standard.BodyGrace, 1.1, 3600),
            KeepAliveTime = reader.Seconds("keepAliveSeconds", standard.KeepAliveTime, 1, 7 * 24 * 3600),
            StopTime = reader.Seconds("stopSeconds", standard.StopTime, 0, 3600),
        };
    }
}
