using System.Text;

namespace Cim.Provider.Mof.Parsing;

/// <summary>The text of one file, with the way from a place in it to line and column.</summary>
internal sealed class MofText(string name, int order, string content)
{
    private const int ShownMost = 160;
    private const int ShownBefore = 60;

    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16 = new UnicodeEncoding(false, true, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16Big = new UnicodeEncoding(true, true, throwOnInvalidBytes: true);

    private List<int>? lines;

    public string Name { get; } = name;

    /// <summary>The how-manieth file it is.</summary>
    public int Order { get; } = order;

    public string Content { get; } = content;

    /// <summary>The characters of a file in UTF-8 or, with a byte order mark, in UTF-16 (DSP0004 §7.1); null where it is neither.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes switch
            {
                [0xEF, 0xBB, 0xBF, .. var rest] => Utf8.GetString(rest),
                [0xFF, 0xFE, .. var rest] => Utf16.GetString(rest),
                [0xFE, 0xFF, .. var rest] => Utf16Big.GetString(rest),
                _ => Utf8.GetString(bytes),
            };
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    public MofDiagnostic Diagnostic(MofSeverity severity, int offset, string message)
    {
        var (line, column, source) = Place(offset);
        return new(severity, Name, line, column, message, source);
    }

    /// <summary>The line of a place, from 1.</summary>
    public int LineOf(int offset) => Row(offset) + 1;

    /// <summary>A place as it is told and kept: file, line and column.</summary>
    public string PlaceOf(int offset)
    {
        var (line, column, _) = Place(offset);
        return $"{Name}:{line}:{column}";
    }

    /// <summary>The place of a line and a column; of what is beyond the text the end.</summary>
    public int OffsetOf(int line, int column)
    {
        lines ??= FindLines();
        return line > lines.Count ? Content.Length : Math.Min(lines[line - 1] + column - 1, Content.Length);
    }

    private (int Line, int Column, string Source) Place(int offset)
    {
        var row = Row(offset);
        var start = lines![row];
        var end = Content.AsSpan(start).IndexOfAny('\r', '\n') is >= 0 and var length ? start + length : Content.Length;
        offset = Math.Min(offset, end);
        var from = end - start <= ShownMost ? start : Math.Max(start, offset - ShownBefore);
        var shown = Content[from..Math.Min(end, from + ShownMost)];
        var pointer = string.Concat(Content[from..offset].Select(unit => unit == '\t' ? '\t' : ' '));
        return (row + 1, offset - start + 1, $"{shown}\n{pointer}^");
    }

    private int Row(int offset)
    {
        lines ??= FindLines();
        var found = lines.BinarySearch(offset);
        return found >= 0 ? found : ~found - 1;
    }

    private List<int> FindLines()
    {
        var found = new List<int> { 0 };
        for (var at = 0; at < Content.Length; at++)
        {
            if (Content[at] == '\n' || (Content[at] == '\r' && (at + 1 == Content.Length || Content[at + 1] != '\n')))
            {
                found.Add(at + 1);
            }
        }

        return found;
    }
}
