using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using Wire;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Server.Http;
using XenApi.Server.Listeners;
using XenApi.Server.Settings;
using XenApi.Server.XmlRpc;

namespace XenCim.Tests.Server;

/// <summary>
/// The HTTP server alone, behind it an exchange that repeats what it is told: the body comes back as it went in. A body that
/// begins with <c>flow</c> comes back in two pieces; one that begins with <c>wait</c>, or names <c>event.next</c>, is answered when <see cref="Answer"/> says so, or not at all.
/// </summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim begun = new(0);
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Protocol protocol;

    private Desk() => protocol = new(ExchangeAsync, "POST") { ContentType = "text/xml", Waits = XmlRpcExchange.Waits };

    public HttpServer Http { get; private set; } = null!;

    /// <summary>What the log complains of.</summary>
    public Eavesdropper Complaints { get; } = new(LogLevel.Warning);

    public ListenAddress Address => Http.Addresses.First();

    /// <summary>Done when a client was told to be gone, or the server to stop.</summary>
    public Task Gone => gone.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public static async Task<Desk> OpenAsync(HttpLimits? limits = null, params ListenerSettings[] listeners)
    {
        var desk = new Desk();
        ListenerSettings[] wanted = listeners.Length == 0 ? [At("http://127.0.0.1:0")] : listeners;
        desk.Http = await HttpServer.StartAsync([.. wanted.Select(l => new Entrance(new(l), desk.protocol))], limits ?? new(), LoggerFactory.Create(logs => logs.AddProvider(desk.Complaints)));
        return desk;
    }

    public static ListenerSettings At(string url) => new() { Address = ListenAddress.TryParse(url, ListenerKind.XmlRpc)!, Door = new(ApiVersion.Xend, IsOpen: true) };

    public Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(Address);

    /// <summary>Lets those that wait have their answers.</summary>
    public void Answer() => answer.TrySetResult();

    /// <summary>Waits until another waiting request has come in.</summary>
    public async Task BegunAsync() => (await begun.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();

    public ValueTask DisposeAsync() => Http.DisposeAsync();

    private async ValueTask ExchangeAsync(Door door, HttpTurn turn)
    {
        var text = Encoding.UTF8.GetString(turn.Body.Span);
        if (text.StartsWith("wait", StringComparison.Ordinal) || text.Contains("event.next", StringComparison.Ordinal))
        {
            begun.Release();
            try
            {
                await answer.Task.WaitAsync(turn.Gone);
            }
            catch (OperationCanceledException)
            {
                gone.TrySetResult();
                throw;
            }
        }

        if (text.StartsWith("flow", StringComparison.Ordinal))
        {
            turn.Answer.Write(turn.Body.Span[..(turn.Body.Length / 2)]);
            await turn.FlowAsync();
            if (text.StartsWith("flow and fail", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("It fails in the middle of its answer.");
            }

            turn.Answer.Write(turn.Body.Span[(turn.Body.Length / 2)..]);
            return;
        }

        turn.Answer.Write(turn.Body.Span);
    }
}
