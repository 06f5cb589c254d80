namespace XenApi.Core.Storage;

/// <summary>Which files of a directory stand on which bases, by their names. A base goes when nothing stands on it any more.</summary>
internal sealed class BaseTree
{
    // More than any chain of ours: what others have written in headers may lead in a circle.
    private const int StepsMost = 1000;

    private readonly Dictionary<string, string> standsOn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> standing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> usedBytes = new(StringComparer.Ordinal);

    /// <summary>What all bases take up, in bytes.</summary>
    public long UsedBytes { get; private set; }

    /// <summary>The bases that nothing stands on.</summary>
    public IEnumerable<string> Unneeded => usedBytes.Keys.Where(name => !IsNeeded(name));

    /// <summary>Whether something stands on a base.</summary>
    public bool IsNeeded(string name) => standing.ContainsKey(name);

    /// <summary>What a file stands on; null for nothing.</summary>
    public string? BaseOf(string name) => standsOn.GetValueOrDefault(name);

    /// <summary>How many bases a file stands on, one on the other.</summary>
    public int Depth(string name)
    {
        var depth = 0;
        for (var next = BaseOf(name); next is not null && depth < StepsMost; next = BaseOf(next))
        {
            depth++;
        }

        return depth;
    }

    /// <summary>Adds a base.</summary>
    public void Add(string name, long bytes)
    {
        UsedBytes += bytes - usedBytes.GetValueOrDefault(name);
        usedBytes[name] = bytes;
    }

    /// <summary>Has a file stand on a base, or on nothing. Answers the bases that are needed no more; they are gone from here, those above before those below.</summary>
    public IReadOnlyList<string> Stand(string name, string? on)
    {
        if (on is not null)
        {
            standing[on] = standing.GetValueOrDefault(on) + 1;
        }

        var gone = new List<string>();
        for (var left = Left(name); left is not null && (standing[left] -= 1) == 0; left = Left(left))
        {
            standing.Remove(left);
            Forget(left);
            gone.Add(left);
        }

        if (on is not null)
        {
            standsOn[name] = on;
        }

        return gone;
    }

    /// <summary>Drops a base that nothing stands on; answers it, and those that only it stood on.</summary>
    public IReadOnlyList<string> Drop(string name)
    {
        Forget(name);
        return [name, .. Stand(name, null)];
    }

    private void Forget(string name)
    {
        if (usedBytes.Remove(name, out var bytes))
        {
            UsedBytes -= bytes;
        }
    }

    private string? Left(string name) => standsOn.Remove(name, out var on) ? on : null;
}
