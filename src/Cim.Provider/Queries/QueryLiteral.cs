using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Queries;

/// <summary>A literal of a query.</summary>
internal sealed record QueryLiteral(int At, CimValue Value) : QueryTerm(At)
{
    /// <inheritdoc/>
    public override CimType? Type => Value.IsNull ? null : Value.Type;

    /// <inheritdoc/>
    public override CimValue Of(Instance instance) => Value;
}
