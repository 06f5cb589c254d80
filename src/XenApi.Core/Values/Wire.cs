namespace XenApi.Core.Values;

/// <summary>The forms that references and numbers take as text on every wire.</summary>
public static class Wire
{
    private static ReadOnlySpan<char> Prefix => "OpaqueRef:";

    /// <summary>
    /// Reads a reference: a UUID of 36 characters, with or without the prefix of later clients. False where the text
    /// is neither that nor one of the forms of the null reference.
    /// </summary>
    public static bool TryRef(ReadOnlySpan<char> text, out Guid? id)
    {
        if (text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            text = text[Prefix.Length..];
            if (text is "NULL")
            {
                text = [];
            }
        }

        id = null;
        if (text.IsEmpty)
        {
            return true;
        }

        if (!Guid.TryParseExact(text, "D", out var guid))
        {
            return false;
        }

        id = guid;
        return true;
    }
}
