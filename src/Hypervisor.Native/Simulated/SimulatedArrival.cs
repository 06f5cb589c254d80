using System.Buffers.Binary;
using System.Text.Json;
using Hypervisor.Native.Moving;

namespace Hypervisor.Native.Simulated;

/// <summary>A simulated domain that comes to its host.</summary>
internal sealed class SimulatedArrival(LivingHost host, DomainOrders orders, Action<DomainConfig> admit) : IArrival
{
    private const int MostBytes = 64 << 20;

    private SavedDomain? saved;
    private Claim? claim;
    private Domain? begun;

    /// <inheritdoc/>
    public Task PrepareAsync(string config)
    {
        saved = Read(config);
        admit(saved.Config);
        ConfigCheck.Domain(saved.Config, host.Facts);
        var wanted = new Claim(saved.Config.Id, saved.Config, host.Facts.DefaultPool);
        host.Reserve(wanted);
        claim = wanted;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task BuildAsync(Peer from, CancellationToken cancelled)
    {
        try
        {
            var head = await from.ReadAsync(sizeof(int), "how much memory there is", from.Patience.Stall, cancelled).ConfigureAwait(false);
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length is < 0 or > MostBytes)
            {
                throw Refusal.Invalid("What comes is no memory of a simulated domain.");
            }

            await from.ReadAsync(length, "what the memory holds", from.Patience.Stall, cancelled).ConfigureAwait(false);
            await host.PassAsync(SimulatedOperation.Restore, saved!.Config.Id, TimeSpan.FromMilliseconds(host.Timings.CreateMs), null, cancelled).ConfigureAwait(false);
        }
        catch
        {
            await EndAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<Domain> BeginAsync()
    {
        await host.PassAsync(SimulatedOperation.Unpause, saved!.Config.Id).ConfigureAwait(false);
        begun = host.Admit(orders.Born(saved.Config, claim!.Pool, isPaused: false, saved.Ran, saved.IsDeaf));
        return begun;
    }

    /// <inheritdoc/>
    public Task EndAsync()
    {
        if (begun is null && claim is { } taken)
        {
            claim = null;
            host.Release(taken);
        }

        return Task.CompletedTask;
    }

    private static SavedDomain Read(string config)
    {
        try
        {
            return JsonSerializer.Deserialize(config, SimulatedJson.Default.SavedDomain) is { } read && ConfigCheck.IsWhole(read.Config)
                ? read
                : throw new JsonException("Parts of the configuration are missing.");
        }
        catch (JsonException e)
        {
            throw new HypervisorException(HypervisorFault.Invalid, "What comes is no simulated domain, and this host runs no others.", e);
        }
    }
}
