using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Hypervisor.Native.Xen;

/// <summary>
/// What happens to domains unasked: libxenlight tells of deaths and shutdowns, xenstore of comings, goings and all that is
/// written there. Each is looked into, and told where something is new.
/// </summary>
internal sealed partial class DomainNews(LibxlContext xen, XenStore watched, DomainTable domains, Action<uint> forget, TimeProvider time, ILogger log)
{
    private const string Introduced = "@introduceDomain";
    private const string Released = "@releaseDomain";
    private const string Domains = "/local/domain";

    // What has not been made to its end by then is looked for again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Nothing tells that another toolstack has paused a domain, or let it run.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly Channel<DomainEvent> told = Channel.CreateUnbounded<DomainEvent>(new() { SingleReader = true });
    private readonly Channel<bool> looks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Lock gate = new();
    private readonly Dictionary<uint, Seen> seen = [];
    private readonly Dictionary<uint, nint> followed = [];
    private readonly CancellationTokenSource stopping = new();
    private Task looking = Task.CompletedTask;

    /// <summary>The news.</summary>
    public ChannelReader<DomainEvent> Reader => told.Reader;

    /// <summary>Begins to listen to libxenlight: whatever it carries out moves only while somebody does.</summary>
    public void Listen() => xen.Listen(_ => Look());

    /// <summary>Begins to look and to tell.</summary>
    public void Start()
    {
        foreach (var domain in domains.All())
        {
            Follow((uint)domain.Number);
        }

        foreach (var path in (ReadOnlySpan<string>)[Introduced, Released, Domains])
        {
            watched.Watch(path);
        }

        new Thread(Hear) { IsBackground = true, Name = "xenstore" }.Start();
        looking = Task.Run(LookOnAsync);
    }

    /// <summary>Has deaths of a domain told, from now on.</summary>
    public void Follow(uint number)
    {
        if (domains.StatusOf(number) is { } info)
        {
            lock (gate)
            {
                seen[number] = new(info.Id, domains.StateOf(info));
            }
        }

        if (Libxl.libxl_evenable_domain_death(xen.Handle, number, number, out var handle) == 0)
        {
            nint old;
            lock (gate)
            {
                followed.Remove(number, out old);
                followed[number] = handle;
            }

            Unfollow(old);
        }
    }

    /// <summary>Ends the telling.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        looks.Writer.TryComplete();
        await looking.ConfigureAwait(false);
        told.Writer.TryComplete();
    }

    private void Look() => looks.Writer.TryWrite(true);

    // One thread does nothing but listen: the store does not wait.
    private void Hear()
    {
        while (watched.ReadNews() is { } path)
        {
            if (path is Introduced or Released)
            {
                Look();
            }
            else
            {
                Sort(path);
            }
        }

        LogStoreGone();
        told.Writer.TryWrite(new(DomainEventKind.Missed, Guid.Empty, 0));
    }

    // /local/domain/5/data/os_name, or /local/domain/0/backend/vbd/5/51712/state: the domain it is about, and whether it is its configuration.
    private void Sort(string path)
    {
        var parts = path.Split('/');
        if (parts.Length < 5 || !uint.TryParse(parts[3], out var number))
        {
            return;
        }

        if (number == 0)
        {
            if (parts is [_, _, _, _, "backend", _, var front, _, .. var rest] && uint.TryParse(front, out var domain) && (rest.Length == 0 || rest[^1] is "params" or "hotplug-status" or "online"))
            {
                domains.Changed(domain);
                Report(domain);
            }

            return;
        }

        switch (parts[4])
        {
            case "memory" or "cpu" or "name" or "console" or "serial":
                domains.Changed(number);
                Report(number);
                break;
            case "data" or "attr" or "control" when parts[^1] != "shutdown":
                Report(number);
                break;
        }
    }

    private void Report(uint number)
    {
        lock (gate)
        {
            if (seen.TryGetValue(number, out var before))
            {
                seen[number] = before with { HasReported = true };
            }
        }

        Look();
    }

    private async Task LookOnAsync()
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var period = LookAtAll() ? Patience : Period;
                using var alarm = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
                var news = looks.Reader.WaitToReadAsync(alarm.Token).AsTask();
                await Task.WhenAny(news, Task.Delay(period, time, alarm.Token)).ConfigureAwait(false);
                await alarm.CancelAsync().ConfigureAwait(false);
                looks.Reader.TryRead(out _);
            }
        }
        catch (Exception e)
        {
            told.Writer.TryComplete(e);
        }
    }

    // Whether something is there that cannot be told yet.
    private bool LookAtAll()
    {
        var isWaiting = false;
        var there = new HashSet<uint>();
        foreach (var info in domains.Statuses())
        {
            there.Add(info.Number);
            isWaiting |= LookAt(info);
        }

        List<(uint Number, Seen Was)> gone;
        lock (gate)
        {
            gone = [.. seen.Where(one => !there.Contains(one.Key)).Select(one => (one.Key, one.Value))];
            gone.ForEach(one => seen.Remove(one.Number));
        }

        foreach (var (number, was) in gone)
        {
            domains.Forget(number);
            forget(number);
            Unfollow(number);
            Tell(DomainEventKind.Gone, was.Id, number);
        }

        return isWaiting;
    }

    private bool LookAt(DomainStatus info)
    {
        if (domains.IsBeingMade(info.Id))
        {
            return false;
        }

        Seen? before;
        lock (gate)
        {
            before = seen.TryGetValue(info.Number, out var known) ? known : null;
        }

        // One that is down may be left to whoever made it for a while.
        var state = domains.StateOf(info);
        var isWaiting = state != info.State;
        if (before is { HasReported: false } same && same.State == state && same.Id == info.Id)
        {
            return isWaiting;
        }

        if (before is null && !domains.IsWhole(info))
        {
            return true;
        }

        lock (gate)
        {
            seen[info.Number] = new(info.Id, state);
        }

        if (before is null)
        {
            Follow(info.Number);
        }

        Tell(
            before is null ? DomainEventKind.Appeared : state == DomainState.Down && before.Value.State != DomainState.Down ? DomainEventKind.Down : DomainEventKind.Reported,
            info.Id,
            info.Number);
        return isWaiting;
    }

    private void Unfollow(uint number)
    {
        nint handle;
        lock (gate)
        {
            followed.Remove(number, out handle);
        }

        Unfollow(handle);
    }

    private void Unfollow(nint handle)
    {
        if (handle != 0)
        {
            Libxl.libxl_evdisable_domain_death(xen.Handle, handle);
        }
    }

    private void Tell(DomainEventKind kind, Guid id, uint number)
    {
        LogNews(kind, id, number);
        told.Writer.TryWrite(new(kind, id, (int)number));
    }

    [LoggerMessage(80, LogLevel.Critical, "xenstore tells no more news. Restart the server; guests run on.")]
    private partial void LogStoreGone();

    [LoggerMessage(81, LogLevel.Debug, "{Kind}: domain {Id} ({Domain}).")]
    private partial void LogNews(DomainEventKind kind, Guid id, uint domain);

    private readonly record struct Seen(Guid Id, DomainState State, bool HasReported = false);
}
