using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>An instance of an association.</summary>
public abstract class LinkInstance(ResolvedClass c) : Instance(c)
{
    /// <summary>The namespace and the instance that a reference leads to.</summary>
    public abstract (string Namespace, Instance Target) End(ResolvedProperty reference);
}
