namespace XenApi.Core.Accounts;

/// <summary>
/// How long the answer to a failed login is held back: half a second, twice as long after each further failure of the
/// name, eight seconds at most; a quarter of an hour without a failure, or a success, begins anew. A right password
/// is never held back, so nobody can lock an account out.
/// </summary>
/// <remarks>Names share a fixed number of counters: names that do not exist cost no memory.</remarks>
internal sealed class LoginDelay(TimeProvider time)
{
    private const int Counters = 1024;
    private const int DoublingsMost = 4;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(15);

    private readonly (int Failures, DateTimeOffset Last)[] counters = new (int, DateTimeOffset)[Counters];
    private readonly Lock gate = new();

    /// <summary>Counts a failure; how long to hold the answer back.</summary>
    public TimeSpan Failed(string name)
    {
        lock (gate)
        {
            ref var counter = ref Of(name);
            var now = time.GetUtcNow();
            var before = now - counter.Last < Forgotten ? counter.Failures : 0;
            counter = (Math.Min(before + 1, DoublingsMost), now);
            return First * (1 << before);
        }
    }

    /// <summary>Forgets the failures of a name.</summary>
    public void Succeeded(string name)
    {
        lock (gate)
        {
            Of(name) = default;
        }
    }

    private ref (int Failures, DateTimeOffset Last) Of(string name) =>
        ref counters[(uint)string.GetHashCode(name, StringComparison.Ordinal) % Counters];
}
