using Cim.Provider.Schema;

namespace Cim.Provider.Queries;

/// <summary>How many items of an array a condition is about (DSP0212: ANY and EVERY).</summary>
internal sealed class Quantity
{
    /// <summary>The value itself.</summary>
    public static readonly Quantity Whole = new();

    /// <summary>At least one item.</summary>
    public static readonly Quantity Any = new();

    /// <summary>All items.</summary>
    public static readonly Quantity Every = new();

    private Quantity()
    {
    }

    /// <summary>Whether the condition holds of as many items as it must.</summary>
    public bool? Of(CimValue value, int at, Func<CimValue, bool?> condition)
    {
        if (this == Whole)
        {
            return condition(value);
        }

        if (value.IsNull)
        {
            return null;
        }

        if (!value.Type.IsArray)
        {
            throw QueryScanner.Wrong(at, "ANY and EVERY are for arrays");
        }

        var isAny = this == Any;
        bool? result = !isAny;
        foreach (var item in value.Items)
        {
            var holds = condition(item);
            if (holds == isAny)
            {
                return isAny;
            }

            result = holds is null ? null : result;
        }

        return result;
    }
}
