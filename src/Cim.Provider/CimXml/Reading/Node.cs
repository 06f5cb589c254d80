namespace Cim.Provider.CimXml.Reading;

/// <summary>One element of a document: where its pieces are.</summary>
/// <param name="Start">Where its name begins.</param>
/// <param name="NameLength">The length of the name.</param>
/// <param name="AttributesLength">The length of what follows the name in the tag.</param>
internal record struct Node(int Start, int NameLength, int AttributesLength)
{
    /// <summary>Where its text begins.</summary>
    public int TextStart { get; set; }

    /// <summary>The length of its text; an element that has elements in it has none.</summary>
    public int TextLength { get; set; }

    /// <summary>Whether its text stands for itself.</summary>
    public bool IsPlain { get; set; }

    /// <summary>The place of the node that follows it and all that is in it.</summary>
    public int End { get; set; }
}
