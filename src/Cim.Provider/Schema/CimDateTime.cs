using System.Diagnostics.CodeAnalysis;

namespace Cim.Provider.Schema;

/// <summary>A point of time or a span of time, with digits left open where they are not known (DSP0004 §5.2.4).</summary>
/// <remarks>A point is <c>yyyymmddhhmmss.mmmmmmsutc</c>, a span <c>ddddddddhhmmss.mmmmmm:000</c>; an asterisk is a digit left open.</remarks>
public sealed class CimDateTime : IEquatable<CimDateTime>
{
    private const int Length = 25;
    private const int Point = 14;
    private const int Sign = 21;
    private const int OffsetMostMinutes = 24 * 60;

    private static readonly int[] PointFields = [0, 4, 6, 8, 10, 12, 14];
    private static readonly int[] SpanFields = [0, 8, 10, 12, 14];

    private readonly string text;

    private CimDateTime(string text) => this.text = text;

    /// <summary>Whether it is a span of time.</summary>
    public bool IsSpan => text[Sign] == ':';

    /// <summary>Whether a digit is left open.</summary>
    public bool IsOpen => text.Contains('*', StringComparison.Ordinal);

    /// <summary>Reads the 25 characters.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CimDateTime? value)
    {
        value = text.Length == Length && text[Point] == '.' && IsRight(text) ? new(text) : null;
        return value is not null;
    }

    /// <summary>A point of time.</summary>
    public static CimDateTime Of(DateTimeOffset time)
    {
        var offset = (int)time.Offset.TotalMinutes;
        return new(string.Create(Length, (time, offset), static (text, of) =>
        {
            of.time.TryFormat(text, out _, "yyyyMMddHHmmss.ffffff", System.Globalization.CultureInfo.InvariantCulture);
            text[Sign] = of.offset < 0 ? '-' : '+';
            Math.Abs(of.offset).TryFormat(text[(Sign + 1)..], out _, "000", System.Globalization.CultureInfo.InvariantCulture);
        }));
    }

    /// <summary>A span of time, of no more than 99,999,999 days.</summary>
    public static CimDateTime Of(TimeSpan span) => new(FormattableString.Invariant($"{span:ddddddddhhmmss\\.ffffff}:000"));

    /// <summary>The point of time; null for a span, for one with digits left open, and for one that no calendar of .NET has.</summary>
    public DateTimeOffset? Time
    {
        get
        {
            if (IsSpan || IsOpen || Number(0, 4) == 0)
            {
                return null;
            }

            var offset = TimeSpan.FromMinutes(Number(Sign + 1, 3) * (text[Sign] == '-' ? -1 : 1));
            var time = new DateTime(Number(0, 4), Number(4, 2), Number(6, 2), Number(8, 2), Number(10, 2), Number(12, 2)).AddMicroseconds(Number(15, 6));
            var ticks = time.Ticks - offset.Ticks;
            return offset.Duration() <= TimeSpan.FromHours(14) && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new(time, offset) : null;
        }
    }

    /// <summary>The span of time; null for a point, for one with digits left open, and for one longer than .NET can say.</summary>
    public TimeSpan? Span => IsSpan && !IsOpen && Number(0, 8) < TimeSpan.MaxValue.Days
        ? new(Number(0, 8), Number(8, 2), Number(10, 2), Number(12, 2), 0, Number(15, 6))
        : null;

    /// <inheritdoc/>
    public bool Equals(CimDateTime? other) => other is not null && text == other.text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CimDateTime);

    /// <inheritdoc/>
    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The 25 characters.</summary>
    public override string ToString() => text;

    private static bool IsRight(string text) => text[Sign] switch
    {
        ':' => Digits(text, SpanFields) && text.EndsWith(":000", StringComparison.Ordinal) && Clock(text, 8),
        '+' or '-' => Digits(text, PointFields) && Offset(text) && Date(text) && Clock(text, 8),
        _ => false,
    };

    // Digits, then asterisks: whole fields are open, and of the microseconds any number of digits from the right.
    private static bool Digits(string text, int[] fields)
    {
        var open = false;
        for (var at = 0; at < Sign; at++)
        {
            if (at == Point)
            {
                continue;
            }

            if (text[at] == '*')
            {
                if (!open && at < Point && !fields.Contains(at))
                {
                    return false;
                }

                open = true;
            }
            else if (open || !char.IsAsciiDigit(text[at]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Offset(string text) =>
        text.AsSpan(Sign + 1) is "***" || (int.TryParse(text.AsSpan(Sign + 1), System.Globalization.NumberStyles.None, null, out var minutes) && minutes <= OffsetMostMinutes);

    private static bool Date(string text) =>
        Within(text, 4, 1, 12) && Within(text, 6, 1, text.AsSpan(0, 6).Contains('*') ? 31 : Days(Number(text, 0, 4), Number(text, 4, 2)));

    private static int Days(int year, int month) => year == 0 ? DateTime.DaysInMonth(4, month) : DateTime.DaysInMonth(year, month);

    private static bool Clock(string text, int hours) => Within(text, hours, 0, 23) && Within(text, hours + 2, 0, 59) && Within(text, hours + 4, 0, 59);

    private static bool Within(string text, int start, int least, int most) => text[start] == '*' || (Number(text, start, 2) is var number && number >= least && number <= most);

    private static int Number(string text, int start, int length) => int.Parse(text.AsSpan(start, length), System.Globalization.NumberStyles.None, null);

    private int Number(int start, int length) => Number(text, start, length);
}
