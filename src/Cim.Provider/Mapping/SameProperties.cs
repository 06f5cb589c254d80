using Cim.Provider.Operations;

namespace Cim.Provider.Mapping;

/// <summary>What the instances of one source have in common.</summary>
internal sealed class SameProperties(PropertyPlan[] plan) : ISameness
{
    /// <inheritdoc/>
    public bool Is(int property) => plan[property].Value is null;
}
