namespace XenApi.Server.XmlRpc;

/// <summary>
/// How a message can be broken below the level of the API. The numbers are those on which XML-RPC servers agreed
/// among themselves long ago.
/// </summary>
public enum FaultCode
{
    /// <summary>The document is no XML.</summary>
    NotWellFormed = -32700,

    /// <summary>The document is in an encoding that is not served.</summary>
    UnsupportedEncoding = -32701,

    /// <summary>The document has bytes that are no UTF-8, or characters that XML forbids.</summary>
    InvalidCharacter = -32702,

    /// <summary>The document is XML but no call.</summary>
    NotXmlRpc = -32600,

    /// <summary>The message is larger or deeper than the server takes.</summary>
    LimitExceeded = -32400,
}
