using Hypervisor.Native.Xen;
using Microsoft.Extensions.Configuration;
using XenApi.Core.Sessions;
using XenApi.Server.XmlRpc;

namespace XenApi.Server.Settings;

/// <summary>All that the program can be told; secrets are not among it.</summary>
internal sealed record ServerSettings
{
    /// <summary>The listeners that speak XML-RPC.</summary>
    public required IReadOnlyList<ListenerSettings> XmlRpc { get; init; }

    /// <summary>The listeners that speak CIM-XML.</summary>
    public IReadOnlyList<ListenerSettings> CimXml { get; init; } = [];

    /// <summary>How machines come from hosts of other servers, and go there.</summary>
    public MigrationSettings Migration { get; init; } = new();

    /// <summary>Where the state is kept.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>What runs the machines; where nothing is said, Xen where this is its control domain.</summary>
    public HypervisorKind Hypervisor { get; init; }

    /// <summary>What is simulated: a description's file, or <c>vms=10000,hosts=1,seed=7</c>; null for the usual small host.</summary>
    public string? Simulate { get; init; }

    /// <summary>What a client may take of the server.</summary>
    public HttpLimits Http { get; init; } = new();

    /// <summary>How much one message may ask.</summary>
    public XmlRpcLimits XmlRpcLimits { get; init; } = XmlRpcLimits.Default;

    /// <summary>How many sessions, and for how long.</summary>
    public SessionLimits Sessions { get; init; } = SessionLimits.Default;

    /// <summary>How the state and the machines are kept.</summary>
    public HouseSettings House { get; init; } = new();

    /// <summary>The least level of the log, by the beginning of the category; the empty one for all others.</summary>
    public IReadOnlyDictionary<string, LogLevel> LogLevels { get; init; } = new Dictionary<string, LogLevel>();

    /// <summary>Reads the file, the environment and the command line; the later wins.</summary>
    /// <exception cref="SettingException">A setting cannot be taken.</exception>
    public static ServerSettings Read(Arguments arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var file = SettingFile.Read(arguments.ConfigFile, environment);
        var configuration = new ConfigurationBuilder()
            .AddConfiguration(file)
            .AddInMemoryCollection(SettingFile.Of(environment))
            .AddInMemoryCollection(arguments.Settings)
            .Build();
        var reader = new SettingReader(configuration);
        var common = CommonSettings.Read(reader);
        var settings = new ServerSettings
        {
            XmlRpc = ListenerList.Read(reader, ListenerKind.XmlRpc, arguments.XmlRpc, common),
            CimXml = ListenerList.Read(reader, ListenerKind.CimXml, arguments.CimXml, common),
            Migration = MigrationSettings.Read(reader, common),
            StateDirectory = Path.GetFullPath(reader.Text("state") ?? StandardPlaces.State(environment)),
            Hypervisor = ReadHypervisor(reader),
            Simulate = reader.Text("simulate"),
            Http = HttpLimits.Read(reader.Below("limits")),
            XmlRpcLimits = ReadMessage(reader.Below("limits")),
            Sessions = ReadSessions(reader.Below("sessions")),
            House = HouseSettings.Read(reader),
            LogLevels = ReadLevels(reader),
        };
        reader.RefuseOthers(file);
        if (settings.CimXml.FirstOrDefault(cim => !cim.Address.ToString().EndsWith(":0", StringComparison.Ordinal) && settings.XmlRpc.Any(other => other.Address.ToString() == cim.Address.ToString())) is { } twice)
        {
            throw new SettingException(twice.Setting, twice.Address.ToString(), "XML-RPC is spoken there already: each address can be given once");
        }

        return settings;
    }

    private static SessionLimits ReadSessions(SettingReader reader) => new(
        reader.Seconds("idleSeconds", SessionLimits.Default.Idle, 1, 366 * 24 * 3600),
        (int)reader.Number("perAccount", SessionLimits.Default.PerAccount, 1, 1_000_000),
        (int)reader.Number("allTogether", SessionLimits.Default.AllTogether, 1, 1_000_000));

    private static XmlRpcLimits ReadMessage(SettingReader reader)
    {
        const int most = 1024 * 1024 * 1024;
        var standard = XmlRpcLimits.Default;
        return new()
        {
            BodyBytes = (int)reader.Number("bodyBytes", standard.BodyBytes, 1024, most),
            Depth = (int)reader.Number("depth", standard.Depth, 8, 1024),
            Values = (int)reader.Number("values", standard.Values, 100, most),
            TextBytes = (int)reader.Number("textBytes", standard.TextBytes, 256, most),
        };
    }

    private static Dictionary<string, LogLevel> ReadLevels(SettingReader reader)
    {
        var below = reader.Below("log");
        (string, LogLevel)[] words = [.. Enum.GetValues<LogLevel>().Select(level => (level.ToString(), level))];
        var levels = reader.Names("log").ToDictionary(
            name => string.Equals(name, "default", StringComparison.OrdinalIgnoreCase) ? "" : name,
            name => below.Choice(name, LogLevel.Information, words));
        if (reader.Text("log") is not null)
        {
            levels[""] = reader.Choice("log", LogLevel.Information, words);
        }

        return levels;
    }

    // Whoever says what is to be simulated wants it simulated.
    private static HypervisorKind ReadHypervisor(SettingReader reader) => reader.Choice(
        "hypervisor",
        reader.Text("simulate") is null && XenHypervisor.IsHere ? HypervisorKind.Xen : HypervisorKind.Simulated,
        ("simulated", HypervisorKind.Simulated),
        ("xen", HypervisorKind.Xen));
}
