using System.Buffers;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Memory;

/// <summary>
/// The rows of a batch in the making, written while the journal is still busy with the batch before: of each object the
/// last version that is kept. Its memory serves one batch after the other.
/// </summary>
internal sealed class Rows
{
    private const int LargestSpare = 4 * 1024 * 1024;

    private readonly Dictionary<ObjectKey, Row> last = [];
    private readonly JsonValueWriter writer;
    private ArrayBufferWriter<byte> bytes = new();

    internal Rows() => writer = new(bytes, ApiVersion.Unlisted);

    /// <summary>What is there so far; it is to be read before the rows are cleared.</summary>
    internal IReadOnlyCollection<Row> All => last.Values;

    /// <summary>Takes up what a commit did.</summary>
    internal void Take(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            if (change.IsKept)
            {
                last[new(change.Class, change.Id)] = new(change.Class, change.Id, Written(change.After));
            }
        }
    }

    /// <summary>Forgets all rows, and keeps the memory unless it is much.</summary>
    internal void Clear()
    {
        last.Clear();
        bytes.ResetWrittenCount();
        if (bytes.Capacity > LargestSpare)
        {
            bytes = new();
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
