using Cim.Provider.Mapping;
using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Queries;

/// <summary>Finds in a condition the path of the one instance that can fulfil it, where it asks for equality of all keys.</summary>
internal static class KeyEqualities
{
    /// <summary>The path, where the condition asks for all keys of the class of a mapped source, those left out that are the same of all its instances.</summary>
    public static CimObjectPath? PathOf(IInstanceSource source, QueryCondition? where)
    {
        if (source is not MappedSource || where is null)
        {
            return null;
        }

        var parts = where is QueryCondition.All all ? all.Parts : [where];
        var keys = new List<CimPropertyValue>();
        var isAsked = false;
        foreach (var key in source.Class.Keys)
        {
            if (parts.Select(part => Wanted(part, key)).FirstOrDefault(value => value is not null) is { } wanted)
            {
                keys.Add(new(key.Name, wanted));
                isAsked = true;
            }
            else if (!key.Default.IsNull && key.Qualifiers.Find(MappingQualifiers.Value) is null)
            {
                keys.Add(new(key.Name, key.Default));
            }
            else
            {
                return null;
            }
        }

        return isAsked ? new(null, null, source.Class.Name, new([.. keys])) : null;
    }

    private static CimValue? Wanted(QueryCondition part, ResolvedProperty key) =>
        part is QueryCondition.Compare { Comparison: { Equal: true, Less: false, Greater: false }, Left: QueryPath path, Right: QueryLiteral { Value.IsNull: false } literal } compare
            && compare.Quantity == Quantity.Whole
            && path.Steps is [{ Scope: null, Index: null } step] && step.Name.Equals(key.Name, StringComparison.OrdinalIgnoreCase)
            ? Fitting.Untyped(key.Slot, literal.Value)
            : null;
}
