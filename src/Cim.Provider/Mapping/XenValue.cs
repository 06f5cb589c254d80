using System.Globalization;
using XenApi.Core.Values;

namespace Cim.Provider.Mapping;

/// <summary>A value on its way from a field of the Xen API to a property of CIM; it has a shape, and no CIM type yet.</summary>
internal readonly struct XenValue
{
    // Numbers, booleans and moments are in the bits, all else in the content; a reference has its UUID there.
    private readonly object? content;
    private readonly long bits;

    private XenValue(ValueKind kind, object? content, long bits) => (Kind, this.content, this.bits) = (kind, content, bits);

    /// <summary>No value.</summary>
    public static XenValue Null => new(ValueKind.Null, null, 0);

    /// <summary>The shape.</summary>
    public ValueKind Kind { get; }

    /// <summary>Whether there is no value.</summary>
    public bool IsNull => Kind is ValueKind.Null or ValueKind.End;

    /// <summary>The whole number.</summary>
    public long Int => bits;

    /// <summary>The boolean.</summary>
    public bool Bool => bits != 0;

    /// <summary>The number, whole or not.</summary>
    public double Double => Kind == ValueKind.Int ? bits : BitConverter.Int64BitsToDouble(bits);

    /// <summary>The moment.</summary>
    public DateTimeOffset Time => new(bits, TimeSpan.Zero);

    /// <summary>The UUID of the object referred to; null where the value is no reference.</summary>
    public Guid? Id => (content as Uuid)?.Id;

    /// <summary>The items of a set.</summary>
    public XenValue[] Items => content as XenValue[] ?? [];

    /// <summary>The entries of a map.</summary>
    public KeyValuePair<XenValue, XenValue>[] Entries => content as KeyValuePair<XenValue, XenValue>[] ?? [];

    /// <summary>What a conversion made that the Xen API has no shape for: a value of CIM.</summary>
    public Schema.CimValue? Made => content as Schema.CimValue?;

    /// <summary>The value as text: numbers and moments as people write them, a reference as its UUID.</summary>
    public string Text => Kind switch
    {
        ValueKind.String => content as string ?? (content as Uuid)?.Text ?? content?.ToString() ?? "",
        ValueKind.Int => bits.ToString(CultureInfo.InvariantCulture),
        ValueKind.Double => Double.ToString("R", CultureInfo.InvariantCulture),
        ValueKind.Bool => Bool ? "true" : "false",
        ValueKind.DateTime => Time.ToString("yyyyMMdd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        _ => "",
    };

    /// <summary>A text.</summary>
    public static XenValue Of(string value) => new(ValueKind.String, value, 0);

    /// <summary>A reference; null where it refers to nothing.</summary>
    public static XenValue Of(Guid? id) => id is { } known ? new(ValueKind.String, Uuid.Of(known), 0) : Null;

    /// <summary>A whole number.</summary>
    public static XenValue Of(long value) => new(ValueKind.Int, null, value);

    /// <summary>A number.</summary>
    public static XenValue Of(double value) => new(ValueKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A boolean.</summary>
    public static XenValue Of(bool value) => new(ValueKind.Bool, null, value ? 1 : 0);

    /// <summary>A moment.</summary>
    public static XenValue Of(DateTimeOffset value) => new(ValueKind.DateTime, null, value.UtcTicks);

    /// <summary>A set.</summary>
    public static XenValue Of(XenValue[] items) => new(ValueKind.Set, items, 0);

    /// <summary>A map.</summary>
    public static XenValue Of(KeyValuePair<XenValue, XenValue>[] entries) => new(ValueKind.Map, entries, 0);

    /// <summary>A value of CIM that a conversion made.</summary>
    public static XenValue Of(Schema.CimValue made) => made.IsNull ? Null : new(ValueKind.String, made, 0);

    /// <summary>Whether two values read the same.</summary>
    public bool Same(XenValue other) => IsNull || other.IsNull
        ? IsNull && other.IsNull
        : Kind == ValueKind.Bool && other.Kind == ValueKind.Bool ? bits == other.bits
        : Kind is ValueKind.Int or ValueKind.Double && other.Kind is ValueKind.Int or ValueKind.Double
            ? Double.Equals(other.Double)
            : string.Equals(Text, other.Text, StringComparison.Ordinal);
}
