using System.Text.Json.Nodes;

namespace Hypervisor.Native.Xen;

/// <summary>Orders for what a running domain has of the host: memory, virtual CPUs, its share of the time; and for its buttons.</summary>
internal sealed class ResourceOrders(LibxlContext xen, DomainTable domains, LifeOrders life)
{
    private const int KiB = 1024;

    public Task SetMemoryTargetAsync(Guid domain, long bytes)
    {
        var number = domains.Up(domain);
        var most = Config(domain).MaxMemoryBytes;
        return bytes > 0 && bytes <= most
            ? DoAsync(number, () => xen.Ask("set the memory", number, () => Libxl.libxl_set_memory_target(xen.Handle, number, bytes / KiB, 0, 1)))
            : throw Invalid($"The memory must be 1 to {most} bytes, not {bytes}.");
    }

    public async Task SetVcpusAsync(Guid domain, int online)
    {
        var number = domains.Up(domain);
        var most = Config(domain).MaxVcpus;
        if (online < 1 || online > most)
        {
            throw Invalid($"1 to {most} virtual CPUs can be online, not {online}.");
        }

        using var bits = new LibxlBits(xen, [.. Enumerable.Range(0, online)]);
        await xen.DoAsync("set the virtual CPUs", number, (context, how) => Libxl.libxl_set_vcpuonline(context, number, bits.At, how)).ConfigureAwait(false);
        domains.Changed(number);
    }

    public Task SetSchedulingAsync(Guid domain, Scheduling scheduling)
    {
        var number = domains.Up(domain);
        return DoAsync(number, () =>
        {
            var now = xen.Read("read the domain's share", number, xen.Types.SchedulingParameters, answer => Libxl.libxl_domain_sched_params_get(xen.Handle, number, answer));
            var wanted = new JsonObject { ["sched"] = now.Text("sched"), ["weight"] = scheduling.Weight, ["cap"] = scheduling.CapPercent };
            using var value = new LibxlValue(xen, xen.Types.SchedulingParameters, wanted);
            xen.Ask("set the domain's share", number, () => Libxl.libxl_domain_sched_params_set(xen.Handle, number, value.At));
        });
    }

    public Task PinVcpuAsync(Guid domain, int vcpu, IReadOnlyList<int> cpus)
    {
        var number = domains.Up(domain);
        var most = Config(domain).MaxVcpus;
        return vcpu >= 0 && vcpu < most
            ? DoAsync(number, () => life.Pin(number, vcpu, cpus))
            : throw Invalid($"The domain has virtual CPUs 0 to {most - 1}, and no {vcpu}.");
    }

    public Task SendSysRqAsync(Guid domain, char key)
    {
        var number = domains.Up(domain);
        return char.IsAsciiLetterOrDigit(key)
            ? DoAsync(number, () => xen.Ask("send the key", number, () => Libxl.libxl_send_sysrq(xen.Handle, number, (byte)key)))
            : throw Invalid("A magic key is a letter or a digit.");
    }

    public async Task SendTriggerAsync(Guid domain, Trigger trigger, int? vcpu)
    {
        var number = domains.Up(domain);
        var most = Config(domain).MaxVcpus;
        if (vcpu < 0 || vcpu >= most)
        {
            throw Invalid($"The domain has no virtual CPU {vcpu}.");
        }

        foreach (var one in vcpu is { } given ? [given] : trigger is Trigger.Nmi or Trigger.Init or Trigger.Reset ? Enumerable.Range(0, most) : [0])
        {
            await xen.DoAsync("press the button", number, (context, how) => Libxl.libxl_send_trigger(context, number, NumberOf(trigger), (uint)one, how)).ConfigureAwait(false);
        }
    }

    // xen/include/public/domctl.h counts them so.
    private static int NumberOf(Trigger trigger) => trigger switch
    {
        Trigger.Power => 1,
        Trigger.Sleep => 2,
        Trigger.Nmi => 3,
        Trigger.Init => 4,
        Trigger.Reset => 5,
        _ => 6,
    };

    private static HypervisorException Invalid(string what) => new(HypervisorFault.Invalid, what);

    private async Task DoAsync(uint number, Action act)
    {
        await Task.Run(act).ConfigureAwait(false);
        domains.Changed(number);
    }

    private DomainConfig Config(Guid domain) => (domains.Find(domain) ?? throw DomainTable.NoDomain(domain)).Config;
}
