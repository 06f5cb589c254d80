using XenApi.Core.Declarations;
using XenCim.Tests.Clients;
using XenCim.Tests.Server;

namespace XenCim.Tests.Conformance;

/// <summary>
/// A server with a listener for each revision of the document, and at least one object of every class that can have
/// one: a machine with each kind of device, its dumps, a task, accounts.
/// </summary>
public sealed class ServedApi : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("xencim-api-").FullName;
    private readonly Dictionary<ApiVersion, XenClient> clients = [];
    private ServerProcess server = null!;

    /// <summary>An object of each class, by the name of the class.</summary>
    public Dictionary<string, string> Objects { get; } = [];

    /// <summary>The client of a listener that serves exactly the revision.</summary>
    public XenClient Of(ApiVersion version) => clients[version];

    public async Task InitializeAsync()
    {
        var config = Path.Combine(directory, "config.json");
        await File.WriteAllTextAsync(config, """
            { "xmlrpc": [
                { "url": "http://127.0.0.1:0", "api": "0.9.0" },
                { "url": "http://127.0.0.1:0", "api": "1.0.10" },
                { "url": "http://127.0.0.1:0" } ] }
            """);
        server = await ServerProcess.StartAsync(Path.Combine(directory, "state"), "--config", config, "--simulate", "timings=instant");
        foreach (var (address, version) in server.Addresses.Zip([ApiVersion.V0_9_0, ApiVersion.V1_0_10, ApiVersion.Xend]))
        {
            var client = new XenClient(new Uri(address));
            await client.LoginAsync("root", ServerProcess.RootPassword);
            clients[version] = client;
        }

        await new Furnishing(Of(ApiVersion.Xend), Objects).RunAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }

        await server.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
