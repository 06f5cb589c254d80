using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>One reading of one snapshot: what it takes to evaluate expressions. It belongs to one request at a time.</summary>
internal sealed class Reading(Snapshot state)
{
    private readonly FieldPen pen = new();
    private readonly Dictionary<XenClass, XenObject?> firsts = [];

    /// <summary>The state.</summary>
    public Snapshot State { get; } = state;

    /// <summary>The value of a field.</summary>
    public XenValue Field(XenObject found, XenField field) => pen.Read(found, field.Index);

    /// <summary>The object of the class with the least UUID; null where there is none.</summary>
    public XenObject? First(XenClass c)
    {
        if (!firsts.TryGetValue(c, out var first))
        {
            firsts[c] = first = State.All(c).MinBy(found => found.Id);
        }

        return first;
    }
}
