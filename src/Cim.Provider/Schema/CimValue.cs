using System.Collections.Immutable;
using System.Globalization;

namespace Cim.Provider.Schema;

/// <summary>A value with its exact CIM type, NULL included (DSP0004 §5.2.2).</summary>
public readonly struct CimValue : IEquatable<CimValue>
{
    private static readonly object Here = new();

    // Numbers are in the bits, all else in the content; content that is null means NULL.
    private readonly object? content;
    private readonly ulong bits;

    private CimValue(CimType type, object? content, ulong bits = 0) => (Type, this.content, this.bits) = (type, content, bits);

    /// <summary>The type of the value.</summary>
    public CimType Type { get; }

    /// <summary>Whether there is no value.</summary>
    public bool IsNull => content is null;

    /// <summary>The boolean.</summary>
    public bool Boolean => Number(Type == CimType.Boolean) != 0;

    /// <summary>The whole number, of whatever size.</summary>
    public Int128 Integer => Number(Type.IsInteger) is var number && Type.Least < 0 ? (long)number : number;

    /// <summary>The real number; one of 32 bits is widened.</summary>
    public double Real => BitConverter.UInt64BitsToDouble(Number(Type.IsReal));

    /// <summary>The character: one unit of UTF-16.</summary>
    public char Character => (char)Number(Type == CimType.Char16);

    /// <summary>The text.</summary>
    public string Text => Content<string>();

    /// <summary>The point or span of time.</summary>
    public CimDateTime DateTime => Content<CimDateTime>();

    /// <summary>The path of the object that is referred to.</summary>
    public CimObjectPath Reference => Content<CimObjectPath>();

    /// <summary>The embedded object: a <see cref="CimInstance"/> or a <see cref="CimClass"/>.</summary>
    public CimElement Object => Content<CimElement>();

    /// <summary>The items of an array.</summary>
    public ImmutableArray<CimValue> Items => [.. Content<CimValue[]>()];

    /// <summary>The items of an array, without a copy of them.</summary>
    internal ReadOnlySpan<CimValue> Span => Content<CimValue[]>();

    /// <summary>A number, boolean or character as its bits: what a wire writes without a detour.</summary>
    internal ulong Bits => bits;

    /// <summary>No value, of a type.</summary>
    public static CimValue Null(CimType type) => new(type, null);

    /// <summary>A boolean.</summary>
    public static CimValue Of(bool value) => new(CimType.Boolean, Here, value ? 1UL : 0UL);

    /// <summary>A character.</summary>
    public static CimValue Of(char value) => new(CimType.Char16, Here, value);

    /// <summary>A text.</summary>
    public static CimValue Of(string value) => new(CimType.String, value);

    /// <summary>A point or span of time.</summary>
    public static CimValue Of(CimDateTime value) => new(CimType.DateTime, value);

    /// <summary>A reference.</summary>
    public static CimValue Of(CimObjectPath value) => new(CimType.Reference, value);

    /// <summary>An embedded instance.</summary>
    public static CimValue Of(CimInstance value) => new(CimType.Instance, value);

    /// <summary>An embedded class.</summary>
    public static CimValue Of(CimClass value) => new(CimType.Instance, value);

    /// <summary>A whole number of one of the eight types of whole numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of the range of the type.</exception>
    public static CimValue OfInteger(CimType type, Int128 value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, type.Least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, type.Greatest);
        return new(type, Here, unchecked((ulong)value));
    }

    /// <summary>A real number of 32 or 64 bits.</summary>
    public static CimValue OfReal(CimType type, double value) => new(type, Here, BitConverter.DoubleToUInt64Bits(type == CimType.Real32 ? (float)value : value));

    /// <summary>An array of items that all have the item's type.</summary>
    public static CimValue OfItems(CimType arrayType, ReadOnlySpan<CimValue> items) => new(arrayType, items.ToArray());

    /// <inheritdoc/>
    public bool Equals(CimValue other) => Type == other.Type && bits == other.bits && (content, other.content) switch
    {
        (CimValue[] mine, CimValue[] others) => mine.AsSpan().SequenceEqual(others),
        _ => Equals(content, other.content),
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CimValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, bits, content is CimValue[] items ? items.Length : content?.GetHashCode());

    /// <summary>The value as MOF spells it.</summary>
    public override string ToString() => content switch
    {
        null => "NULL",
        CimValue[] items => $"{{{string.Join(", ", items)}}}",
        string text => CimText.Quoted(text),
        CimDateTime or CimObjectPath => CimText.Quoted(content.ToString()!),
        CimElement element => $"instance of {element.Name}",
        _ when Type == CimType.Boolean => Boolean ? "true" : "false",
        _ when Type == CimType.Char16 => CimText.Quoted(Character),
        _ when Type == CimType.Real32 => Spelled(((float)Real).ToString("R", CultureInfo.InvariantCulture)),
        _ when Type == CimType.Real64 => Spelled(Real.ToString("R", CultureInfo.InvariantCulture)),
        _ => Integer.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Whether two values are the same.</summary>
    public static bool operator ==(CimValue left, CimValue right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    public static bool operator !=(CimValue left, CimValue right) => !left.Equals(right);

    // A real number of MOF has a point with a digit behind it.
    private static string Spelled(string number)
    {
        var exponent = number.IndexOf('E', StringComparison.Ordinal);
        var mantissa = exponent < 0 ? number : number[..exponent];
        return mantissa.Contains('.', StringComparison.Ordinal) || !char.IsAsciiDigit(mantissa[^1]) ? number : $"{mantissa}.0{number[mantissa.Length..]}";
    }

    private ulong Number(bool right) => right && !IsNull ? bits : throw Wrong();

    private T Content<T>()
        where T : class => content as T ?? throw Wrong();

    private InvalidOperationException Wrong() => new($"A {Type.MofName} of {ToString()} was read as something else.");
}
