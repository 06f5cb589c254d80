using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Hypervisor.Native.Moving;

namespace Hypervisor.Native.Xen;

/// <summary>A domain that comes to its host.</summary>
/// <param name="xen">The library.</param>
/// <param name="life">What can be done with a domain.</param>
/// <param name="domains">The domains.</param>
/// <param name="makings">Where it is noted that it comes.</param>
/// <param name="admit">Is asked whether it may come.</param>
internal sealed class Arrival(LibxlContext xen, LifeOrders life, DomainTable domains, Makings makings, Action<DomainConfig> admit) : IArrival, IDisposable
{
    private const int StreamVersion = 2;
    private const int MostNumber = 0x7FF0;

    private DomainConfig? config;
    private JsonObject? wanted;
    private IDisposable? veil;
    private IDisposable? note;
    private uint number;

    /// <inheritdoc/>
    public Task PrepareAsync(string config) => Task.Run(() => Prepare(config));

    /// <inheritdoc/>
    public async Task BuildAsync(Peer from, CancellationToken cancelled)
    {
        using var ends = StreamEnds.Open();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        using var value = new LibxlValue(xen, xen.Types.DomainConfig, wanted!);
        using var parameters = new LibxlValue(xen, xen.Types.RestoreParameters, new JsonObject { ["stream_version"] = StreamVersion });
        var made = Marshal.AllocHGlobal(sizeof(uint));
        Marshal.WriteInt32(made, 0);
        var passing = PassOnAsync(from, ends, enough.Token);
        try
        {
            await xen.DoAsync(
                "receive the domain", null,
                (context, how) => Libxl.libxl_domain_create_restore(context, value.At, made, ends.Theirs, -1, parameters.At, how, 0), cancelled).ConfigureAwait(false);
            number = (uint)Marshal.ReadInt32(made);
        }
        catch
        {
            // The library clears away what it made, mostly.
            number = Marshal.ReadInt32(made) is > 0 and < MostNumber and var half ? (uint)half : 0;
            await EndAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            await enough.CancelAsync().ConfigureAwait(false);
            ends.CloseTheirs();
            await passing.ConfigureAwait(false);
            Marshal.FreeHGlobal(made);
        }
    }

    /// <inheritdoc/>
    public async Task<Domain> BeginAsync()
    {
        // From here on a start of the server lets it run, and does not remove it.
        var going = makings.Go(config!.Id);
        note!.Dispose();
        note = going;
        domains.Own(number);
        life.Rename(number, config.Name);
        await xen.DoAsync("let the domain run", number, (context, how) => Libxl.libxl_domain_unpause(context, number, how)).ConfigureAwait(false);
        life.Follow(number);
        veil!.Dispose();
        return domains.Find(config.Id) ?? throw DomainTable.NoDomain(config.Id);
    }

    /// <inheritdoc/>
    public async Task EndAsync()
    {
        if (number != 0 && domains.StatusOf(number) is not null)
        {
            await life.DestroyAsync(number).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        veil?.Dispose();
        note?.Dispose();
    }

    private void Prepare(string json)
    {
        var read = LibxlJson.Parse(json);
        if (!Guid.TryParse(read.Part("c_info").Text("uuid"), out var id) || id == Guid.Empty)
        {
            throw new HypervisorException(HypervisorFault.Invalid, "What comes is no domain of Xen: it has no identity.");
        }

        config = DomainReading.Of(id, read, Guid.Empty) with { Pool = null };
        admit(config);
        if (domains.StatusOf(id) is not null)
        {
            throw new HypervisorException(HypervisorFault.Busy, $"There is a domain {id} already.");
        }

        life.CheckRoom(config);
        wanted = JsonNode.Parse(json)!.AsObject();
        wanted["c_info"]!["name"] = $"{config.Name}{Makings.Coming}";
        wanted["c_info"]!.AsObject().Remove("domid");
        veil = domains.Making(id);
        note = makings.Make(id);
    }

    // The library reads its end until it has all of it; what it fails at is told by itself.
    private static async Task PassOnAsync(Peer from, StreamEnds ends, CancellationToken enough)
    {
        try
        {
            await from.PassOnAsync(ends.Ours, enough).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HypervisorException)
        {
            // It does not read on, or nothing more comes.
        }

        ends.EndOurs();
    }
}
