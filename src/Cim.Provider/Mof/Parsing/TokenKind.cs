namespace Cim.Provider.Mof.Parsing;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The end of the file.</summary>
    End,

    /// <summary>A name or keyword. Keywords are not reserved: names such as <c>Reference</c> are in use.</summary>
    Name,

    /// <summary>A name with a dollar sign before it.</summary>
    Alias,

    /// <summary><c>#pragma</c>.</summary>
    Pragma,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a point.</summary>
    Real,

    /// <summary>A character in single quotes.</summary>
    Character,

    /// <summary>One piece of text in double quotes.</summary>
    Text,

    /// <summary>A sign that stands for itself.</summary>
    Sign,
}
