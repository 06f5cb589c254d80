using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Mapping;

/// <summary>An instance of an association that the mapping joins.</summary>
internal sealed class MappedLink(MappedLinks links, LinkPair pair, Reading reading, Instance left, Instance right) : LinkInstance(links.Class)
{
    /// <inheritdoc/>
    public override CimValue this[int property]
    {
        get
        {
            var end = property == pair.Left.Reference.Index ? (pair.Left, left) : property == pair.Right.Reference.Index ? (pair.Right, right) : default;
            if (end.Item2 is { } target)
            {
                return CimValue.Of(new CimObjectPath(null, end.Item1.Space, target.Class.Name, target.Path.Keys));
            }

            return links.Plan(pair, property).Of(reading, (right as MappedInstance)?.Origin ?? (left as MappedInstance)?.Origin ?? default);
        }
    }

    /// <inheritdoc/>
    public override (string Namespace, Instance Target) End(ResolvedProperty reference) =>
        reference.Index == pair.Left.Reference.Index ? (pair.Left.Space, left) : (pair.Right.Space, right);
}
