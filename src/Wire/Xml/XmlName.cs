namespace Wire.Xml;

/// <summary>How far the small pieces of XML reach.</summary>
internal static class XmlName
{
    // One bit for each ASCII character: - . 0-9 : | A-Z _ a-z.
    private const ulong NameLow = 0x07FF_6000_0000_0000;
    private const ulong NameHigh = 0x07FF_FFFE_87FF_FFFE;

    /// <summary>The length of the name that the text begins with; 0 for none.</summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9'))
        {
            return 0;
        }

        var length = 0;
        while (length < text.Length && IsName(text[length]))
        {
            length++;
        }

        return length;
    }

    /// <summary>The length of the white space that the text begins with.</summary>
    public static int LengthOfBlanks(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && XmlCharacters.IsBlank(text[length]))
        {
            length++;
        }

        return length;
    }

    /// <summary>The length of the comment that the text begins with; 0 where it does not end, or has two hyphens in it.</summary>
    public static int LengthOfComment(ReadOnlySpan<byte> text)
    {
        var hyphens = text[4..].IndexOf("--"u8);
        return hyphens >= 0 && text[(hyphens + 6)..].StartsWith(">"u8) ? hyphens + 7 : 0;
    }

    /// <summary>The length of the processing instruction that the text begins with; 0 where it is broken or calls itself xml.</summary>
    public static int LengthOfInstruction(ReadOnlySpan<byte> text)
    {
        var name = Length(text[2..]);
        var end = text[2..].IndexOf("?>"u8);
        return name == 0 || end < name || (end > name && !XmlCharacters.IsBlank(text[2 + name])) || IsReserved(text.Slice(2, name)) ? 0 : end + 4;
    }

    /// <summary>The length of the CDATA section that the text begins with; 0 where it does not end.</summary>
    public static int LengthOfSection(ReadOnlySpan<byte> text)
    {
        var end = text[9..].IndexOf("]]>"u8);
        return end < 0 ? 0 : end + 12;
    }

    private static bool IsName(byte b) => b < 128 && (((b < 64 ? NameLow : NameHigh) >> (b & 63)) & 1) != 0;

    private static bool IsReserved(ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(name, "xml"u8);
}
