using System.Collections;
using System.CommandLine;
using System.Runtime.InteropServices;
using Cim.Provider.CimXml;
using Cim.Provider.Operations;
using Hypervisor.Native;
using XenApi.Core;
using XenApi.Core.Memory;
using XenApi.Server;
using XenApi.Server.Doctor;
using XenApi.Server.Http;
using XenApi.Server.Settings;
using XenApi.Server.Telemetry;

return await Arguments.Command(RunAsync, RunMofAsync, RunDoctorAsync).Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null }).ConfigureAwait(false);

static async Task<int> RunAsync(Arguments arguments)
{
    const int failed = 1, wrongSetting = 2;
    var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    CimHouse? cim = null;
    try
    {
        var environment = Surroundings();
        var settings = ServerSettings.Read(arguments, environment);
        using var logs = Logs.To(settings.LogLevels);
        using var exporter = Exporter.Start(environment);
        await using var server = await XenServer.StartAsync(settings, environment.GetValueOrDefault("XENCIM_ROOT_PASSWORD"), TimeProvider.System, logs, OpenCim).ConfigureAwait(false);
        cim?.Facts.CimXmlAddresses = [.. server.AddressesOf(ListenerKind.CimXml).Select(address => address.ToString())];
        if (server.MadePassword is { } password)
        {
            await Console.Error.WriteLineAsync(await FirstPassword.TellAsync(password, settings.StateDirectory, environment).ConfigureAwait(false)).ConfigureAwait(false);
        }

        var supervisor = new Supervisor(environment.GetValueOrDefault(Supervisor.Variable));
        var ready = $"ready {string.Join(' ', [.. server.Addresses.Select(address => address.ToString()), .. server.MigrationAddress is { } migration ? [migration] : Array.Empty<string>()])}".TrimEnd();
        await Console.Out.WriteLineAsync(ready).ConfigureAwait(false);
        await supervisor.ReadyAsync(ready).ConfigureAwait(false);
        await stop.Task.ConfigureAwait(false);
        await supervisor.StoppingAsync().ConfigureAwait(false);
        return 0;
    }
    catch (Exception e) when (e is SettingException or JournalException or HypervisorException or SchemaException)
    {
        await Console.Error.WriteLineAsync($"xencim: {e.Message}").ConfigureAwait(false);
        return e is SettingException ? wrongSetting : failed;
    }
    catch (Exception e)
    {
        await Console.Error.WriteLineAsync($"xencim: {e}").ConfigureAwait(false);
        return failed;
    }

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }

    // The other door: the same objects as classes of DMTF.
    Exchange OpenCim(Engine engine, ILoggerFactory logs)
    {
        cim = CimHouse.Open(engine, logs.CreateLogger<CimHouse>());
        return new CimXmlExchange(engine, CimService.Of(cim), CimXmlLimits.Default, logs.CreateLogger<CimXmlExchange>()).AnswerAsync;
    }
}

static async Task<int> RunMofAsync(MofArguments arguments)
{
    const int failed = 1, wrongSetting = 2;
    try
    {
        var environment = Surroundings();
        if (arguments.Address() is { } url)
        {
            var password = environment.GetValueOrDefault("XENCIM_PASSWORD") ?? throw new SettingException("XENCIM_PASSWORD", null, $"it is the environment's, and holds the password of {arguments.User} at {url}");
            return await new SchemaSender(url, arguments.User, password, Console.Out, Console.Error).SendAsync(arguments.Files, arguments.Namespace, arguments.Keeps).ConfigureAwait(false) ? 0 : failed;
        }

        var settings = ServerSettings.Read(arguments.Server, environment);
        using var logs = Logs.To(settings.LogLevels);
        var desk = new SchemaDesk(settings.StateDirectory, logs, Console.Out, Console.Error);
        return await (arguments.Keeps ? desk.ImportAsync(arguments.Files, arguments.Namespace) : desk.CheckAsync(arguments.Files, arguments.Namespace)).ConfigureAwait(false) ? 0 : failed;
    }
    catch (SettingException e)
    {
        await Console.Error.WriteLineAsync($"xencim: {e.Message}").ConfigureAwait(false);
        return wrongSetting;
    }
    catch (JournalException e)
    {
        await Console.Error.WriteLineAsync($"xencim: {e.Message} Ask the server itself: --url with its address for CIM-XML, and the password of root, or of --user, in XENCIM_PASSWORD.").ConfigureAwait(false);
        return failed;
    }
}

static async Task<int> RunDoctorAsync(DoctorArguments arguments)
{
    const int unsound = 1;
    var examination = Examination.Of(Patient.Here, () => ServerSettings.Read(arguments.Server, Surroundings()));
    await Console.Out.WriteAsync(arguments.IsForPrograms ? Report.Json(examination) : Report.Text(examination)).ConfigureAwait(false);
    return examination.IsSound ? 0 : unsound;
}

static Dictionary<string, string?> Surroundings() =>
    Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string?)v.Value);
