using System.Security.Cryptography;

namespace Cim.Provider.Operations;

/// <summary>The enumerations that clients pull. Those that nobody pulls any more are given up when others are looked for.</summary>
internal sealed class OpenEnumerations(EnumerationLimits limits, TimeProvider time)
{
    private const int NameBytes = 16;

    private readonly Lock changing = new();
    private readonly Dictionary<string, OpenEnumeration> open = new(StringComparer.Ordinal);

    /// <summary>The limits.</summary>
    public EnumerationLimits Limits => limits;

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (changing)
            {
                Sweep();
                return open.Count;
            }
        }
    }

    /// <summary>Keeps an enumeration; answers the name that nobody can guess.</summary>
    public string Keep(OpenEnumeration enumeration)
    {
        lock (changing)
        {
            Sweep();
            if (open.Count >= limits.OpenMost || open.Values.Count(other => other.Owner == enumeration.Owner) >= limits.OpenOfAccountMost)
            {
                throw new CimException(CimStatus.ServerLimitsExceeded, $"Too many enumerations are open: {limits.OpenOfAccountMost} for an account and {limits.OpenMost} altogether are the most. Close some, or pull them to their end.");
            }

            var name = Convert.ToHexString(RandomNumberGenerator.GetBytes(NameBytes));
            enumeration.Wait(time.GetUtcNow());
            open.Add(name, enumeration);
            return name;
        }
    }

    /// <summary>The enumeration, which waits anew from now on; <see cref="CimStatus.InvalidEnumerationContext"/> where it is not there, or is another's.</summary>
    public OpenEnumeration Get(string name, string owner, string space)
    {
        lock (changing)
        {
            Sweep();
            if (!open.TryGetValue(name, out var found) || found.Owner != owner || found.Space != space)
            {
                throw new CimException(CimStatus.InvalidEnumerationContext, "There is no such enumeration: it was never opened here, is at its end, was closed, or was not pulled for too long.");
            }

            found.Wait(time.GetUtcNow());
            return found;
        }
    }

    /// <summary>Gives one up.</summary>
    public void Close(string name)
    {
        OpenEnumeration? found;
        lock (changing)
        {
            open.Remove(name, out found);
        }

        found?.Close();
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var (name, enumeration) in open)
        {
            if (enumeration.Ends <= now)
            {
                open.Remove(name);
            }
        }
    }
}
