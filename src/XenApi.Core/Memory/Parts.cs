namespace XenApi.Core.Memory;

/// <summary>
/// A list that one thread adds to while another takes what has been handed over, part by part. What was handed over does
/// not change any more; handing and taking are done under a lock of those two.
/// </summary>
internal sealed class Parts<T>
{
    /// <summary>The most places that are kept for the next use.</summary>
    internal const int MostSpare = 16 * 1024;

    private const int Least = 64;

    private T[] items = new T[Least];
    private int handed;
    private int taken;

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>Whether any have been taken.</summary>
    internal bool IsAnyTaken => taken > 0;

    /// <summary>All of them, for when no more come.</summary>
    internal ArraySegment<T> All => new(items, 0, Count);

    /// <summary>Adds one; its place.</summary>
    internal int Add(T item)
    {
        // Who reads what was handed goes on with the array that it has.
        if (Count == items.Length)
        {
            Array.Resize(ref items, Count * 2);
        }

        items[Count] = item;
        return Count++;
    }

    /// <summary>Puts another in a place; false where that one has been handed over.</summary>
    internal bool TryReplace(int place, T item)
    {
        if (place < handed)
        {
            return false;
        }

        items[place] = item;
        return true;
    }

    /// <summary>What is there so far does not change any more.</summary>
    internal void Hand() => handed = Count;

    /// <summary>Takes what has been handed and not been taken, or all.</summary>
    internal ReadOnlyMemory<T> Take(bool all)
    {
        handed = all ? Count : handed;
        var part = items.AsMemory(taken, handed - taken);
        taken = handed;
        return part;
    }

    /// <summary>Forgets all, and keeps the memory unless it is much.</summary>
    internal void Clear()
    {
        Array.Clear(items, 0, Count);
        items = items.Length > MostSpare ? new T[Least] : items;
        Count = handed = taken = 0;
    }
}
