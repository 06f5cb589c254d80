namespace Cim.Provider.Mof.Parsing;

/// <summary>A token.</summary>
internal struct Token
{
    public TokenKind Kind;

    /// <summary>Where it begins.</summary>
    public int Start;

    /// <summary>Where it ends.</summary>
    public int End;

    /// <summary>Of a number: whether a minus stands before it.</summary>
    public bool Negative;

    /// <summary>Of a whole number: its magnitude. Of a character: its unit. Of a sign: the sign. Of text: where its content begins in the scanner's pieces.</summary>
    public ulong Number;

    /// <summary>Of a real number: its value.</summary>
    public double Real;
}
