using System.Buffers;
using System.Collections.Immutable;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Memory;

/// <summary>
/// The rows of a batch in the making, written as bytes while the journal is still busy. The journal takes those that
/// have been handed to it while more come; of what was not handed yet, only the last version of each object counts.
/// The memory serves one batch after the other.
/// </summary>
internal sealed class Rows
{
    private const int LargestSpare = 4 * 1024 * 1024;

    private readonly Dictionary<ObjectKey, int> places = [];
    private readonly JsonValueWriter writer;
    private readonly Parts<Row> rows = new();
    private readonly List<Row> making = [];
    private ArrayBufferWriter<byte> bytes = new();

    internal Rows() => writer = new(bytes, ApiVersion.Unlisted);

    /// <summary>Whether the journal has had any.</summary>
    internal bool IsAny => rows.IsAnyTaken;

    /// <summary>What was taken last.</summary>
    internal ReadOnlyMemory<Row> Taken { get; private set; }

    /// <summary>Takes up what a commit did; nothing of it where one of its objects cannot be written.</summary>
    internal void Take(ImmutableArray<Change> changes)
    {
        making.Clear();
        foreach (var change in changes)
        {
            if (change.IsKept)
            {
                making.Add(new(change.Class, change.Id, Written(change.After)));
            }
        }

        foreach (var row in making)
        {
            Put(new(row.Class, row.Id), row);
        }
    }

    /// <summary>What is there so far does not change any more.</summary>
    internal void Hand() => rows.Hand();

    /// <summary>Takes what has been handed, or all; false where there is nothing new.</summary>
    internal bool TryTake(bool all)
    {
        Taken = rows.Take(all);
        return !Taken.IsEmpty;
    }

    /// <summary>Forgets all rows, and keeps the memory unless it is much.</summary>
    internal void Clear()
    {
        places.Clear();
        places.TrimExcess(Math.Min(places.Capacity, Parts<Row>.MostSpare));
        rows.Clear();
        making.Clear();
        making.Capacity = Math.Min(making.Capacity, Parts<Row>.MostSpare);
        Taken = default;
        bytes.ResetWrittenCount();
        if (bytes.Capacity > LargestSpare)
        {
            bytes = new();
        }
    }

    private void Put(ObjectKey key, Row row)
    {
        if (!places.TryGetValue(key, out var place) || !rows.TryReplace(place, row))
        {
            places[key] = rows.Add(row);
        }
    }

    private ReadOnlyMemory<byte>? Written(XenObject? after)
    {
        if (after is null)
        {
            return null;
        }

        var begin = bytes.WrittenCount;
        writer.Reset(bytes);
        after.WriteRow(writer);
        writer.Flush();
        return bytes.WrittenMemory[begin..];
    }
}
