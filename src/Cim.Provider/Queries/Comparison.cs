using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Queries;

/// <summary>How two values are compared, by the rules of their CIM types. NULL makes every comparison unknown.</summary>
/// <param name="Less">Whether it is true where the left one is less.</param>
/// <param name="Equal">Whether it is true where they are equal.</param>
/// <param name="Greater">Whether it is true where the left one is greater.</param>
internal sealed record Comparison(bool Less, bool Equal, bool Greater)
{
    private const double Wide = 1.5e38;

    /// <summary>The comparison of a sign; null where it is none.</summary>
    public static Comparison? Of(string sign) => sign switch
    {
        "=" => new(false, true, false),
        "<>" or "!=" => new(true, false, true),
        "<" => new(true, false, false),
        "<=" => new(true, true, false),
        ">" => new(false, false, true),
        ">=" => new(false, true, true),
        _ => null,
    };

    /// <summary>Whether values of two types can be compared so.</summary>
    public bool Fits(CimType left, CimType right) =>
        left.IsArray || right.IsArray ? !HasOrder && left.IsArray && right.IsArray && Fits(left.Item, right.Item)
        : IsNumber(left) || IsNumber(right) ? IsNumber(left) && IsNumber(right)
        : left == CimType.Boolean || right == CimType.Boolean ? !HasOrder && left == right
        : left == CimType.Reference || right == CimType.Reference ? !HasOrder && IsTextOr(left, CimType.Reference) && IsTextOr(right, CimType.Reference)
        : left == CimType.DateTime || right == CimType.DateTime ? IsTextOr(left, CimType.DateTime) && IsTextOr(right, CimType.DateTime)
        : left != CimType.Instance && right != CimType.Instance;

    /// <summary>Whether it is true of two values.</summary>
    public bool? Of(CimValue left, CimValue right, int at)
    {
        if (left.IsNull || right.IsNull)
        {
            return null;
        }

        if (!Fits(left.Type, right.Type))
        {
            throw Mismatch(left.Type, right.Type, at);
        }

        return left.Type.IsArray ? Same(left, right, at) switch { null => null, true => Equal, false => Less } : Order(left, right, at) switch
        {
            null => null,
            < 0 => Less,
            0 => Equal,
            _ => Greater,
        };
    }

    /// <summary>The error that two types cannot be compared so.</summary>
    public static CimException Mismatch(CimType left, CimType right, int at) => QueryScanner.Wrong(at, $"{left.MofName} and {right.MofName} cannot be compared so");

    private bool HasOrder => Less != Greater;

    private static bool IsNumber(CimType type) => type.IsInteger || type.IsReal;

    private static bool IsTextOr(CimType type, CimType other) => type == CimType.String || type == other;

    private static bool? Same(CimValue left, CimValue right, int at)
    {
        var (mine, others) = (left.Items, right.Items);
        bool? same = mine.Length == others.Length;
        for (var i = 0; same != false && i < mine.Length; i++)
        {
            same = mine[i].IsNull || others[i].IsNull ? null : Order(mine[i], others[i], at) is { } order ? order == 0 ? same : false : null;
        }

        return same;
    }

    private static int? Order(CimValue left, CimValue right, int at) => (left.Type, right.Type) switch
    {
        ({ IsInteger: true }, { IsInteger: true }) => left.Integer.CompareTo(right.Integer),
        ({ IsInteger: true }, _) => -Order(right.Real, left.Integer),
        ({ IsReal: true }, { IsInteger: true }) => Order(left.Real, right.Integer),
        ({ IsReal: true }, _) => double.IsNaN(left.Real) || double.IsNaN(right.Real) ? null : left.Real.CompareTo(right.Real),
        (CimType.Boolean, _) => left.Boolean.CompareTo(right.Boolean),
        (CimType.DateTime, _) or (_, CimType.DateTime) => Order(Time(left, at), Time(right, at), at),
        (CimType.Reference, _) or (_, CimType.Reference) => IsSamePath(Path(left, at), Path(right, at)) ? 0 : 1,
        _ => string.CompareOrdinal(Text(left), Text(right)),
    };

    // A whole number of 64 bits is not always a real one.
    private static int? Order(double left, Int128 right)
    {
        if (double.IsNaN(left) || Math.Abs(left) > Wide)
        {
            return double.IsNaN(left) ? null : Math.Sign(left);
        }

        var floor = Math.Floor(left);
        var order = ((Int128)floor).CompareTo(right);
        return order != 0 || floor == left ? order : 1;
    }

    private static int? Order(CimDateTime left, CimDateTime right, int at)
    {
        if (left.IsSpan != right.IsSpan)
        {
            throw QueryScanner.Wrong(at, "a point and a span of time cannot be compared");
        }

        return left.Equals(right) ? 0
            : left.IsSpan ? left.IsOpen || right.IsOpen ? null : string.CompareOrdinal(left.ToString(), right.ToString())
            : left.Time is { } mine && right.Time is { } other ? mine.CompareTo(other)
            : null;
    }

    private static string Text(CimValue value) => value.Type == CimType.Char16 ? value.Character.ToString() : value.Text;

    private static CimDateTime Time(CimValue value, int at) =>
        value.Type == CimType.DateTime ? value.DateTime
        : CimDateTime.TryParse(value.Text, out var time) ? time
        : throw QueryScanner.Wrong(at, $"a datetime is compared with a text that is none");

    private static CimObjectPath Path(CimValue value, int at) =>
        value.Type == CimType.Reference ? value.Reference
        : CimObjectPathReader.TryRead(value.Text, out var path, out var wrong) ? path
        : throw QueryScanner.Wrong(at, $"a reference is compared with a text that is no path: {wrong}");

    // A path as text does not tell the types of its keys, and may leave the namespace out.
    private static bool IsSamePath(CimObjectPath left, CimObjectPath right) =>
        left.ClassName.Equals(right.ClassName, StringComparison.OrdinalIgnoreCase)
        && (left.Namespace is null || right.Namespace is null || left.Namespace.Equals(right.Namespace, StringComparison.OrdinalIgnoreCase))
        && left.Keys.Count == right.Keys.Count
        && left.Keys.All(key => right.Keys.Find(key.Name) is { } other && IsSameKey(key.Value, other.Value));

    private static bool IsSameKey(CimValue left, CimValue right) =>
        left == right
        || (!left.IsNull && !right.IsNull
            && (left.Type.IsInteger && right.Type.IsInteger ? left.Integer == right.Integer
                : left.Type == CimType.Reference || right.Type == CimType.Reference ? AsPath(left) is { } path && AsPath(right) is { } other && IsSamePath(path, other)
                : Fitting.Untyped(new(left.Type), right) == left));

    private static CimObjectPath? AsPath(CimValue value) =>
        value.Type == CimType.Reference ? value.Reference
        : value.Type == CimType.String && CimObjectPathReader.TryRead(value.Text, out var path, out _) ? path
        : null;
}
