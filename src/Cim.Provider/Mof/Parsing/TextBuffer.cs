namespace Cim.Provider.Mof.Parsing;

/// <summary>Where texts are put together: pieces that follow each other join without being copied once more.</summary>
internal sealed class TextBuffer
{
    private char[] units = new char[8192];

    /// <summary>How many units are in it.</summary>
    public int Length { get; private set; }

    public void Append(ReadOnlySpan<char> more)
    {
        if (units.Length - Length < more.Length)
        {
            Array.Resize(ref units, Math.Max(units.Length * 2, Length + more.Length));
        }

        more.CopyTo(units.AsSpan(Length));
        Length += more.Length;
    }

    /// <summary>Takes all since a place, and empties the buffer. It holds until the next <see cref="Append"/>.</summary>
    public ReadOnlySpan<char> Take(int start)
    {
        var taken = units.AsSpan(0, Length)[Math.Min(start, Length)..];
        Length = 0;
        return taken;
    }
}
