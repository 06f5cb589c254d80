using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Queries;

/// <summary>A part of a query that has a value.</summary>
/// <param name="At">Where it stands in the query.</param>
internal abstract record QueryTerm(int At)
{
    /// <summary>The type that its values have, if it is known before there is an instance.</summary>
    public abstract CimType? Type { get; }

    /// <summary>The value for an instance.</summary>
    public abstract CimValue Of(Instance instance);
}
