using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Queries;

/// <summary>The path to a property: of the instance itself, or of instances that are embedded in it. Without a step it is the instance itself.</summary>
/// <param name="At">Where it stands in the query.</param>
/// <param name="Steps">The names.</param>
/// <param name="Known">The type of its values, if it is known before there is an instance.</param>
/// <param name="Classes">The classes of the namespace.</param>
internal sealed record QueryPath(int At, IReadOnlyList<QueryStep> Steps, CimType? Known, ClassTree Classes) : QueryTerm(At)
{
    /// <summary>What the name of the class is called, as if it were a property.</summary>
    public const string ClassName = "__CLASS";

    /// <inheritdoc/>
    public override CimType? Type => Known;

    /// <inheritdoc/>
    public override CimValue Of(Instance instance)
    {
        var value = CimValue.Null(CimType.Instance);
        for (var i = 0; i < Steps.Count; i++)
        {
            var step = Steps[i];
            value = i == 0 ? Property(instance, step) : Embedded(value, step);
            if (step.Index is { } index)
            {
                value = Item(step, value, index);
            }
        }

        return value;
    }

    /// <summary>Whether what it leads to is an instance of a class; null where it leads to nothing.</summary>
    public bool? IsA(Instance instance, string className)
    {
        if (Steps.Count == 0)
        {
            return instance.Class.IsA(className);
        }

        var value = Of(instance);
        return value.IsNull ? null
            : value.Type == CimType.Instance ? IsBelow(value.Object.Name, className)
            : throw QueryScanner.Wrong(At, "only an embedded instance is of a class");
    }

    private bool IsBelow(string name, string above) => Classes.Find(name)?.IsA(above) ?? name.Equals(above, StringComparison.OrdinalIgnoreCase);

    private static CimValue Property(Instance instance, QueryStep step) =>
        step.Scope is { } scope && !instance.Class.IsA(scope) ? CimValue.Null(CimType.String)
        : step.Name.Equals(ClassName, StringComparison.OrdinalIgnoreCase) ? CimValue.Of(instance.Class.Name)
        : instance[step.Name];

    private CimValue Embedded(CimValue owner, QueryStep step)
    {
        if (owner.IsNull)
        {
            return CimValue.Null(CimType.String);
        }

        if (owner.Type != CimType.Instance || owner.Object is not CimInstance embedded)
        {
            throw QueryScanner.Wrong(At, $"{step.Name} is asked of something that is no embedded instance");
        }

        return step.Scope is { } scope && !IsBelow(embedded.Name, scope) ? CimValue.Null(CimType.String)
            : step.Name.Equals(ClassName, StringComparison.OrdinalIgnoreCase) ? CimValue.Of(embedded.Name)
            : embedded.Values.Find(step.Name)?.Value ?? CimValue.Null(CimType.String);
    }

    private CimValue Item(QueryStep step, CimValue value, int index) =>
        value.IsNull ? CimValue.Null(value.Type.Item)
        : !value.Type.IsArray ? throw QueryScanner.Wrong(At, $"{step.Name} is no array")
        : value.Items is var items && index < items.Length ? items[index]
        : CimValue.Null(value.Type.Item);
}
