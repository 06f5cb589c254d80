using Hypervisor.Native;
using Hypervisor.Native.Moving;
using Microsoft.Extensions.Logging;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Moving;

/// <summary>Where machines come in from hosts of other servers.</summary>
internal sealed partial class ArrivalRoom(Engine engine, MoveSetup setup, ILogger<ArrivalRoom> log) : IDisposable
{
    private readonly SemaphoreSlim places = new(setup.ArrivalsMost, setup.ArrivalsMost);

    /// <summary>Receives a machine on the host that sessions talk to, and looks after it from then on.</summary>
    public async Task ReceiveAsync(Peer peer, CancellationToken cancelled)
    {
        if (!await places.WaitAsync(TimeSpan.Zero, cancelled).ConfigureAwait(false))
        {
            LogFull(peer.Name, setup.ArrivalsMost);
            return;
        }

        try
        {
            var domain = await engine.Hosts.This.Hypervisor.ReceiveAsync(peer, Admit, cancelled).ConfigureAwait(false);
            LogArrived(domain.Config.Name, domain.Id, peer.Name);
            engine.Machines.Look(domain.Id);
        }
        catch (Exception e) when (e is HypervisorException or OperationCanceledException)
        {
            LogNotArrived(peer.Name, e.Message);
        }
        finally
        {
            places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private void Admit(DomainConfig config)
    {
        var state = engine.Store.Current;
        if (!state.Get(engine.ThisHost).Enabled)
        {
            throw new HypervisorException(HypervisorFault.BadState, "the host is disabled: it takes no machines");
        }

        if (state.Find(new Ref<Vm>(config.Id)) is { } known && (known.PowerState != VmPowerState.Halted || known.IsATemplate || known.IsControlDomain))
        {
            throw new HypervisorException(HypervisorFault.Busy, $"machine {known.Id} is known there, and is not halted");
        }
    }

    [LoggerMessage(43, LogLevel.Information, "Machine {Name} ({Id}) has come from {Peer}.")]
    private partial void LogArrived(string name, Guid id, string peer);

    [LoggerMessage(44, LogLevel.Warning, "A machine from {Peer} did not come: {Reason}")]
    private partial void LogNotArrived(string peer, string reason);

    [LoggerMessage(45, LogLevel.Warning, "A machine from {Peer} is not let in: {Most} are coming already.")]
    private partial void LogFull(string peer, int most);
}
