namespace Hypervisor.Native.Simulated;

/// <summary>Orders for the life of domains on one simulated host.</summary>
internal sealed class DomainOrders(LivingHost host)
{
    public async Task<Domain> CreateAsync(DomainConfig config, bool startPaused, IProgress<double> progress, CancellationToken cancelled)
    {
        ConfigCheck.Domain(config, host.Facts);
        var claim = new Claim(config.Id, config, config.Pool ?? host.Facts.DefaultPool);
        host.Reserve(claim);
        try
        {
            var duration = TimeSpan.FromMilliseconds(host.Timings.CreateMs);
            await host.PassAsync(SimulatedOperation.Create, config.Id, duration, progress, cancelled).ConfigureAwait(false);
            return host.Admit(Born(config, claim.Pool, startPaused, TimeSpan.Zero, isDeaf: false));
        }
        catch
        {
            host.Release(claim);
            throw;
        }
    }

    /// <summary>A domain that is new here.</summary>
    public LivingDomain Born(DomainConfig config, Guid pool, bool isPaused, TimeSpan ran, bool isDeaf)
    {
        config = GuestSlots.Given(config);
        var number = host.NextNumber();
        var now = host.Now;
        return new()
        {
            Domain = new()
            {
                Id = config.Id,
                Number = number,
                State = isPaused ? DomainState.Paused : DomainState.Running,
                StartedAt = now,
                Pool = pool,
                Config = config,
                Consoles = Consoles.Of(config, number),
            },
            RanBefore = ran,
            RunsSince = isPaused ? null : now,
            IsDeaf = isDeaf,
        };
    }

    public async Task PauseAsync(Guid domain)
    {
        await host.PassAsync(SimulatedOperation.Pause, domain).ConfigureAwait(false);
        host.Change(domain, living => Is(living.Up(), DomainState.Paused)
            ? living
            : living.Standing(host.Now) with { Domain = living.Domain with { State = DomainState.Paused } });
    }

    public async Task UnpauseAsync(Guid domain)
    {
        await host.PassAsync(SimulatedOperation.Unpause, domain).ConfigureAwait(false);
        host.Change(domain, living => Is(living.Up(), DomainState.Running)
            ? living
            : living.Going(host.Now) with { Domain = living.Domain with { State = DomainState.Running } });
    }

    public async Task RequestShutdownAsync(Guid domain, ShutdownRequest request)
    {
        await host.PassAsync(SimulatedOperation.RequestShutdown, domain).ConfigureAwait(false);
        host.Change(domain, living => host.Life.Asked(living.Up(), Reason(request), host.Now));
    }

    public async Task DestroyAsync(Guid domain)
    {
        await host.PassAsync(SimulatedOperation.Destroy, domain, TimeSpan.FromMilliseconds(host.Timings.DestroyMs)).ConfigureAwait(false);
        lock (host.Gate)
        {
            if (host.Find(domain) is { } living)
            {
                host.Remove(living);
            }
        }
    }

    public async Task<Domain> PreserveAsync(Guid domain, Guid newId, string newName)
    {
        if (newId == Guid.Empty || newName.Length == 0)
        {
            throw Refusal.Invalid("A domain needs an identity and a name.");
        }

        await host.PassAsync(SimulatedOperation.Preserve, domain).ConfigureAwait(false);
        return host.Change(domain, living =>
        {
            if (living.Domain.State != DomainState.Down)
            {
                throw Refusal.BadState($"Domain {domain} is not down.");
            }

            var config = living.Domain.Config with { Id = newId, Name = newName, Disks = [], Nics = [], Pcis = [], Scsis = [] };
            return living with { Domain = living.Domain with { Id = newId, Config = config } };
        });
    }

    public async Task SetMemoryTargetAsync(Guid domain, long bytes)
    {
        await host.PassAsync(SimulatedOperation.SetMemoryTarget, domain).ConfigureAwait(false);
        host.Change(domain, living =>
        {
            var config = living.Up().Domain.Config;
            return bytes > 0 && bytes <= config.MaxMemoryBytes
                ? living.With(config with { MemoryBytes = bytes })
                : throw Refusal.Invalid($"The memory must be 1 to {config.MaxMemoryBytes} bytes, not {bytes}.");
        });
    }

    public async Task SetVcpusAsync(Guid domain, int online)
    {
        await host.PassAsync(SimulatedOperation.SetVcpus, domain).ConfigureAwait(false);
        host.Change(domain, living =>
        {
            var config = living.Up().Domain.Config;
            return online > 0 && online <= config.MaxVcpus
                ? living.With(config with { Vcpus = online })
                : throw Refusal.Invalid($"1 to {config.MaxVcpus} virtual CPUs can be online, not {online}.");
        });
    }

    public async Task SetSchedulingAsync(Guid domain, Scheduling scheduling)
    {
        await host.PassAsync(SimulatedOperation.SetScheduling, domain).ConfigureAwait(false);
        host.Change(domain, living =>
        {
            ConfigCheck.Scheduling(scheduling, living.Up().Domain.Config.MaxVcpus);
            return living.With(living.Domain.Config with { Scheduling = scheduling });
        });
    }

    public async Task PinVcpuAsync(Guid domain, int vcpu, IReadOnlyList<int> cpus)
    {
        await host.PassAsync(SimulatedOperation.PinVcpu, domain).ConfigureAwait(false);
        host.Change(domain, living =>
        {
            var config = living.Up().Domain.Config;
            ConfigCheck.Pin(config, host.Facts, vcpu, cpus);
            var pins = new Dictionary<int, IReadOnlyList<int>>(config.Pins);
            pins.Remove(vcpu);
            if (cpus.Count > 0)
            {
                pins[vcpu] = [.. cpus.Distinct().Order()];
            }

            return living.With(config with { Pins = pins });
        });
    }

    public async Task SendSysRqAsync(Guid domain, char key)
    {
        if (!char.IsAsciiLetterOrDigit(key))
        {
            throw Refusal.Invalid("A magic key is a letter or a digit.");
        }

        await host.PassAsync(SimulatedOperation.SendSysRq, domain).ConfigureAwait(false);
        host.Change(domain, living => char.ToLowerInvariant(key) switch
        {
            // As Linux does: crash, off, boot; the others only write lines.
            'c' => EndingNow(living, DownReason.Crash),
            'o' => EndingNow(living, DownReason.PowerOff),
            'b' => EndingNow(living, DownReason.Reboot),
            _ => living.Up(),
        });
    }

    public async Task SendTriggerAsync(Guid domain, Trigger trigger, int? vcpu)
    {
        await host.PassAsync(SimulatedOperation.SendTrigger, domain).ConfigureAwait(false);
        host.Change(domain, living =>
        {
            if (vcpu < 0 || vcpu >= living.Up().Domain.Config.MaxVcpus)
            {
                throw Refusal.Invalid($"The domain has no virtual CPU {vcpu}.");
            }

            return trigger switch
            {
                Trigger.Power => host.Life.Asked(living, DownReason.PowerOff, host.Now),
                Trigger.Reset => EndingNow(living, DownReason.Reboot),
                _ => living,
            };
        });
    }

    // A guest that stands does it when it goes on.
    private LivingDomain EndingNow(LivingDomain living, DownReason reason) => living.Up().Ending(reason, living.Ran(host.Now));

    private static bool Is(LivingDomain living, DomainState state) => living.Domain.State == state;

    private static DownReason Reason(ShutdownRequest request) => request == ShutdownRequest.Reboot ? DownReason.Reboot : DownReason.PowerOff;
}
