using Cim.Provider.Schema;
using XenApi.Core.Memory;

namespace Cim.Provider.Operations;

/// <summary>An instance of an association that was declared.</summary>
internal sealed class FixedLink(FixedInstance declared, string space, Func<string, string, IInstanceSource?> sources, Snapshot state) : LinkInstance(declared.Class)
{
    /// <inheritdoc/>
    public override CimValue this[int property] => declared[property];

    /// <summary>Whether both ends are there.</summary>
    public bool IsWhole => Class.References.All(reference => Target(reference) is not null);

    /// <inheritdoc/>
    public override (string Namespace, Instance Target) End(ResolvedProperty reference) => Target(reference)!.Value;

    private (string, Instance)? Target(ResolvedProperty reference)
    {
        if (this[reference.Index] is not { IsNull: false } value)
        {
            return null;
        }

        var path = value.Reference;
        var at = path.Namespace ?? space;
        return sources(at, path.ClassName)?.Find(state, path) is { } found ? (at, found) : null;
    }
}
