namespace Wire.Xml;

/// <summary>How a document can be wrong below the level of any protocol's own errors.</summary>
public enum XmlErrorKind
{
    /// <summary>It is no XML.</summary>
    NotWellFormed,

    /// <summary>It is in an encoding that is not served.</summary>
    UnsupportedEncoding,

    /// <summary>It has bytes that are no UTF-8, or characters that XML forbids.</summary>
    InvalidCharacter,

    /// <summary>It is XML, but something else was expected at this place.</summary>
    NotExpected,

    /// <summary>It is larger or deeper than the server takes.</summary>
    LimitExceeded,
}
