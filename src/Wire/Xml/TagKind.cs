namespace Wire.Xml;

/// <summary>The tags that a document is made of.</summary>
internal enum TagKind
{
    /// <summary>An element begins.</summary>
    Start,

    /// <summary>An element that has nothing in it.</summary>
    Empty,

    /// <summary>The element ends that began last.</summary>
    End,
}
