using System.Globalization;

namespace Hypervisor.Native.Xen;

/// <summary>What xenstore tells of a domain: its name, its start, its consoles.</summary>
internal sealed class DomainTraces(XenStore store)
{
    /// <summary>When a domain was made; null where nobody wrote it down.</summary>
    public DateTimeOffset? StartOf(Guid domain) =>
        double.TryParse(store.Read($"/vm/{domain}/start_time"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e11
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    /// <summary>The consoles that a domain offers.</summary>
    public IReadOnlyList<ConsoleFacts> ConsolesOf(uint number)
    {
        var consoles = new List<ConsoleFacts>();
        var root = $"/local/domain/{number}";
        if ((store.Read($"{root}/serial/0/tty") ?? store.Read($"{root}/console/tty")) is { Length: > 0 } terminal)
        {
            consoles.Add(new(ConsoleKind.Terminal, terminal));
        }

        if (store.Read($"{root}/console/vnc-port") is { Length: > 0 } port)
        {
            consoles.Add(new(ConsoleKind.Framebuffer, $"{store.Read($"{root}/console/vnc-listen") ?? "127.0.0.1"}:{port}"));
        }

        return consoles;
    }

    /// <summary>The configuration of a domain that was made by something that keeps none: what Xen and the store know has to do.</summary>
    public DomainConfig Bare(DomainStatus status, Guid pool) => new()
    {
        Id = status.Id,
        Name = store.Read($"/local/domain/{status.Number}/name") ?? $"Domain-{status.Number}",
        MemoryBytes = status.MemoryBytes,
        MaxMemoryBytes = status.MemoryBytes,
        Vcpus = 1,
        MaxVcpus = 1,
        Boot = new(false, "", "", "", "", "", ""),
        Pool = pool,
    };
}
