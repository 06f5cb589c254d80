using System.Threading.Channels;

namespace Hypervisor.Native.Simulated;

/// <summary>
/// Tells what happens to domains. Of a reader that is too slow no memory is lost: after so many events it is told only
/// that it missed some.
/// </summary>
internal sealed class DomainNews(int most = 64 * 1024)
{
    private readonly Lock gate = new();
    private readonly Channel<DomainEvent> channel = Channel.CreateUnbounded<DomainEvent>();
    private bool isBehind;

    /// <summary>Where they are read.</summary>
    public ChannelReader<DomainEvent> Reader => channel.Reader;

    /// <summary>Tells one.</summary>
    public void Tell(DomainEventKind kind, Domain domain)
    {
        lock (gate)
        {
            var waiting = channel.Reader.Count;

            // The word that some were missed is the last in the queue. Once it is read, the queue is empty.
            if (isBehind && waiting > 0)
            {
                return;
            }

            isBehind = waiting >= most;
            channel.Writer.TryWrite(isBehind ? new(DomainEventKind.Missed, Guid.Empty, 0) : new(kind, domain.Id, domain.Number));
        }
    }

    /// <summary>Ends the news.</summary>
    public void End() => channel.Writer.TryComplete();
}
