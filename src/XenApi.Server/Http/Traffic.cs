using XenApi.Server.Settings;

namespace XenApi.Server.Http;

/// <summary>Counts what clients take of the server, and says when it is too much.</summary>
internal sealed class Traffic(HttpLimits limits)
{
    private int connections;
    private int requests;
    private int waiting;
    private long bodyBytes;

    /// <summary>How many connections there are.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>How many requests are in work.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>How many requests wait for events.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>How much memory the bodies take that are read or answered, in bytes.</summary>
    public long BodyBytes => Interlocked.Read(ref bodyBytes);

    /// <summary>Counts a connection; false where there are too many, and it is counted all the same.</summary>
    public bool Connect() => Interlocked.Increment(ref connections) <= limits.Connections;

    /// <summary>A connection has ended.</summary>
    public void Disconnect() => Interlocked.Decrement(ref connections);

    /// <summary>Counts a request; false where there are too many, and it is not counted then.</summary>
    public bool Begin()
    {
        if (Interlocked.Increment(ref requests) <= limits.RequestsInFlight)
        {
            return true;
        }

        Interlocked.Decrement(ref requests);
        return false;
    }

    /// <summary>A request is answered.</summary>
    public void End() => Interlocked.Decrement(ref requests);

    /// <summary>A request turns out to wait for events: it takes nobody's place.</summary>
    public void BeginWaiting()
    {
        Interlocked.Increment(ref waiting);
        Interlocked.Decrement(ref requests);
    }

    /// <summary>A request that waited is answered.</summary>
    public void EndWaiting() => Interlocked.Decrement(ref waiting);

    /// <summary>Counts bytes of a body; false where all of them are too many, and they are not counted then.</summary>
    public bool Take(long bytes)
    {
        if (Interlocked.Add(ref bodyBytes, bytes) <= limits.AllBodiesBytes)
        {
            return true;
        }

        Interlocked.Add(ref bodyBytes, -bytes);
        return false;
    }

    /// <summary>Bytes of a body are no longer held.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref bodyBytes, -bytes);
}
