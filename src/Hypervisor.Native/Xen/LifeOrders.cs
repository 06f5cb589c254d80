using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Hypervisor.Native.Xen;

/// <summary>Orders for the life of a domain.</summary>
internal sealed partial class LifeOrders(LibxlContext xen, DomainTable domains, DomainIdentity identity, PoolTable pools, DeviceOrders devices, QemuBackend qemu, Makings makings, DomainNews news, ILogger log)
{
    private const int PowerTrigger = 1;
    private const int DestroyTries = 3;
    private const long PageBytes = 4096;

    /// <summary>Makes a domain.</summary>
    public Task<Domain> CreateAsync(DomainConfig config, bool startPaused, CancellationToken cancelled) => MakeAsync(
        config,
        startPaused,
        (value, number) => xen.DoAsync($"make domain {config.Name}", null, (context, how) => Libxl.libxl_domain_create_new(context, value, number, how, 0), cancelled));

    /// <summary>Makes a domain in one way or another, all of it or nothing.</summary>
    /// <param name="config">What is wanted.</param>
    /// <param name="startPaused">Whether it is left paused.</param>
    /// <param name="make">Makes it: gets the <c>domain_config</c>, and where the number goes.</param>
    public async Task<Domain> MakeAsync(DomainConfig config, bool startPaused, Func<nint, nint, Task> make)
    {
        if (domains.StatusOf(config.Id) is not null)
        {
            throw new HypervisorException(HypervisorFault.Busy, $"There is a domain {config.Id} already.");
        }

        CheckRoom(config);
        using var veil = domains.Making(config.Id);
        using var note = makings.Make(config.Id);
        var number = await BuildAsync(config, make).ConfigureAwait(false);
        try
        {
            domains.Own(number);
            foreach (var (vcpu, cpus) in config.Pins)
            {
                Pin(number, vcpu, cpus);
            }

            if (!startPaused)
            {
                await xen.DoAsync("start the domain", number, (context, how) => Libxl.libxl_domain_unpause(context, number, how)).ConfigureAwait(false);
            }

            news.Follow(number);
            veil.Dispose();
            return domains.Find(config.Id) ?? throw DomainTable.NoDomain(config.Id);
        }
        catch
        {
            await TryDestroyAsync(number).ConfigureAwait(false);
            throw;
        }
    }

    public Task PauseAsync(Guid domain)
    {
        var number = domains.Up(domain);
        return xen.DoAsync("pause the domain", number, (context, how) => Libxl.libxl_domain_pause(context, number, how));
    }

    /// <summary>Lets a domain run again; one that another host might have had is this host's then.</summary>
    public async Task UnpauseAsync(Guid domain)
    {
        if (domains.StatusOf(domain) is { } info && domains.IsAway(info))
        {
            StripName(info);
            await ResumeAsync(info.Number).ConfigureAwait(false);
            makings.TakeBack(domain);
            return;
        }

        var number = domains.Up(domain);
        await xen.DoAsync("let the domain run", number, (context, how) => Libxl.libxl_domain_unpause(context, number, how)).ConfigureAwait(false);
    }

    /// <summary>Asks a guest to stop. One without drivers for Xen has its power button pressed; one that does not answer has been asked all the same.</summary>
    public async Task RequestShutdownAsync(Guid domain, ShutdownRequest request)
    {
        var number = domains.Up(domain);
        var what = request == ShutdownRequest.Reboot ? "ask the guest to start anew" : "ask the guest to turn off";
        var (code, then) = await xen.TryAsync(
            what, number, (context, how) => request == ShutdownRequest.Reboot ? Libxl.libxl_domain_reboot(context, number, how) : Libxl.libxl_domain_shutdown(context, number, how)).ConfigureAwait(false);
        switch (code)
        {
            case 0:
                break;
            case LibxlCode.GuestTimedOut or LibxlCode.TimedOut:
                LogDeaf(number);
                break;
            case LibxlCode.NotParavirtual when request == ShutdownRequest.PowerOff:
                await xen.DoAsync("press the power button", number, (context, how) => Libxl.libxl_send_trigger(context, number, PowerTrigger, 0, how)).ConfigureAwait(false);
                break;
            default:
                throw xen.Failed(what, number, code, then);
        }
    }

    /// <summary>Ends a domain.</summary>
    public async Task DestroyAsync(Guid domain)
    {
        if (domains.StatusOf(domain) is { } info)
        {
            var isAway = domains.IsAway(info);
            await DestroyAsync(info.Number).ConfigureAwait(false);
            if (isAway)
            {
                makings.TakeBack(domain);
            }
        }
    }

    /// <summary>Ends a domain; one that goes by itself meanwhile is as good. Where the library's child got stuck, it is tried again.</summary>
    public async Task DestroyAsync(uint number)
    {
        for (var tries = 1; ; tries++)
        {
            var (code, then) = await xen.TryAsync("end the domain", number, (context, how) => Libxl.libxl_domain_destroy(context, number, how)).ConfigureAwait(false);
            if (code == 0 || domains.StatusOf(number) is null or { IsDying: true })
            {
                domains.Forget(number);
                qemu.End(number);
                return;
            }

            if (tries == DestroyTries)
            {
                throw xen.Failed("end the domain", number, code, then);
            }
        }
    }

    /// <summary>Keeps a crashed domain under another identity.</summary>
    public async Task<Domain> PreserveAsync(Guid domain, Guid newId, string newName)
    {
        var info = domains.StatusOf(domain) ?? throw DomainTable.NoDomain(domain);
        var before = domains.Find(domain) ?? throw DomainTable.NoDomain(domain);
        if (!info.IsDown)
        {
            throw new HypervisorException(HypervisorFault.BadState, $"Domain {domain} is not down.");
        }

        // Its disks are wanted by the domain that follows.
        await devices.StripAsync(info.Number, before.Config).ConfigureAwait(false);
        await Task.Run(() => identity.Give(info.Number, before.Config, newId, newName)).ConfigureAwait(false);
        var kept = domains.Find(newId) ?? throw DomainTable.NoDomain(newId);
        return kept with { Config = kept.Config with { Disks = [], Nics = [], Pcis = [], Scsis = [] } };
    }

    /// <summary>Binds a virtual CPU to physical ones; none at all sets it free.</summary>
    public void Pin(uint number, int vcpu, IReadOnlyList<int> cpus)
    {
        using var bits = new LibxlBits(xen, cpus);
        xen.Ask($"bind virtual CPU {vcpu}", number, () => Libxl.libxl_set_vcpuaffinity(xen.Handle, number, (uint)vcpu, bits.At, 0));
        domains.Changed(number);
    }

    /// <summary>Gives a domain another name.</summary>
    public void Rename(uint number, string name)
    {
        xen.Ask("rename the domain", number, () => Libxl.libxl_domain_rename(xen.Handle, number, null, name));
        domains.Changed(number);
    }

    /// <summary>Gives a domain its name back, where it can have it.</summary>
    public void TryRename(uint number, string name)
    {
        _ = Libxl.libxl_domain_rename(xen.Handle, number, null, name);
        domains.Changed(number);
    }

    /// <summary>Gives a domain the name without what was added to it on its way.</summary>
    public void StripName(DomainStatus info)
    {
        var name = domains.Find(info.Id)?.Config.Name ?? "";
        foreach (var end in (string[])[Makings.Leaving, Makings.Coming])
        {
            if (name.EndsWith(end, StringComparison.Ordinal))
            {
                TryRename(info.Number, name[..^end.Length]);
            }
        }
    }

    /// <summary>Has the death of a domain told, from now on.</summary>
    public void Follow(uint number) => news.Follow(number);

    /// <summary>Lets a domain run on that was suspended to be saved.</summary>
    public Task ResumeAsync(uint number) => xen.DoAsync("let the domain run on", number, (context, how) => Libxl.libxl_domain_resume(context, number, 1, how));

    /// <summary>Refuses a domain that there is no memory for: Xen would find out in the middle of the making, and say no more than that it failed.</summary>
    public void CheckRoom(DomainConfig config)
    {
        var free = xen.Read("look at the host", null, xen.Types.PhysicalInfo, answer => Libxl.libxl_get_physinfo(xen.Handle, answer));
        var available = (free.Number("free_pages") + free.Number("scrub_pages") - free.Number("outstanding_pages")) * PageBytes;
        if (config.MemoryBytes > available)
        {
            throw new HypervisorException(HypervisorFault.OutOfMemory, $"{config.MemoryBytes} bytes of memory are needed, {available} are free.")
            {
                Needed = config.MemoryBytes, Available = available,
            };
        }
    }

    private async Task<uint> BuildAsync(DomainConfig config, Func<nint, nint, Task> make)
    {
        foreach (var pci in config.Pcis)
        {
            await devices.FreeAsync(pci).ConfigureAwait(false);
        }

        var pool = config.Pool is { } wanted ? pools.NameOf(wanted) : null;
        using var value = new LibxlValue(xen, xen.Types.DomainConfig, DomainJson.Of(config, pool));
        var number = Marshal.AllocHGlobal(sizeof(uint));
        try
        {
            Marshal.WriteInt32(number, 0);
            try
            {
                await make(value.At, number).ConfigureAwait(false);
            }
            catch when (Marshal.ReadInt32(number) is > 0 and < 0x7FF0 and var left)
            {
                // The library clears away what it made, mostly.
                await TryDestroyAsync((uint)left).ConfigureAwait(false);
                throw;
            }

            return (uint)Marshal.ReadInt32(number);
        }
        finally
        {
            Marshal.FreeHGlobal(number);
        }
    }

    /// <summary>Ends a domain, and tells where that does not work.</summary>
    public async Task TryDestroyAsync(uint number)
    {
        try
        {
            if (domains.StatusOf(number) is not null)
            {
                await DestroyAsync(number).ConfigureAwait(false);
            }
        }
        catch (HypervisorException e)
        {
            LogLeft(number, e);
        }
    }

    [LoggerMessage(76, LogLevel.Information, "The guest of domain {Domain} was asked, and has not answered.")]
    private partial void LogDeaf(uint domain);

    [LoggerMessage(79, LogLevel.Error, "Domain {Domain} could not be removed; end it with xl destroy.")]
    private partial void LogLeft(uint domain, Exception cause);
}
