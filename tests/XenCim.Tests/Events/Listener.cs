using System.Globalization;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenCim.Tests.Clients;

namespace XenCim.Tests.Events;

/// <summary>A client that listens.</summary>
internal sealed class Listener : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly House house;

    private Listener(House house, XenClient client)
    {
        this.house = house;
        Client = client;
    }

    public XenClient Client { get; }

    /// <summary>Logs in on a door of a revision and registers for classes; none for all.</summary>
    public static async Task<Listener> OpenAsync(House house, ApiVersion version = ApiVersion.Xend, params string[] classes)
    {
        var listener = new Listener(house, await house.EnterAsync(version));
        await listener.RegisterAsync(classes);
        return listener;
    }

    public Task RegisterAsync(params string[] classes) => Client.CallAsync("event.register", Names(classes));

    public Task UnregisterAsync(params string[] classes) => Client.CallAsync("event.unregister", Names(classes));

    /// <summary>Asks for news: what came since the last time, or what comes next.</summary>
    public async Task<List<Heard>> NextAsync() =>
        [.. (await Client.CallAsync<List<object?>>("event.next").WaitAsync(Patience)).Cast<Dictionary<string, object?>>().Select(e => new Heard(
            long.Parse($"{e["id"]}", CultureInfo.InvariantCulture), (DateTime)e["timestamp"]!, (string)e["class"]!, (string)e["operation"]!, (string)e["ref"]!, (string)e["obj_uuid"]!))];

    /// <summary>The error that asking for news ends in.</summary>
    public Task<string[]> FailAsync() => Client.FailAsync("event.next").WaitAsync(Patience);

    /// <summary>Waits until so many clients wait for news, whatever else the house itself waits for.</summary>
    public static async Task WhenWaitingAsync(House house, int many)
    {
        using var late = new CancellationTokenSource(Patience);
        while (house.Engine.Store.Feed.Waiting < many)
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Makes a network and a debug object, in one commit.</summary>
    public static async Task<(string Network, string Debug)> MakeBothAsync(House house)
    {
        var (network, debug) = (Network(), new DebugObject { Id = Guid.NewGuid() });
        await house.Engine.Store.CommitAsync(changes =>
        {
            changes.Add(network);
            changes.Add(debug);
        });
        return (network.Id.ToString(), debug.Id.ToString());
    }

    public static Network Network()
    {
        var id = Guid.NewGuid();
        return new() { Id = id, NameLabel = $"net {id}", Bridge = $"b{id:n}"[..15] };
    }

    public void Dispose() => Client.Dispose();

    private static List<object> Names(string[] classes) => [.. classes];
}
