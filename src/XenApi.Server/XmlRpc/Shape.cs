namespace XenApi.Server.XmlRpc;

/// <summary>What a value says that it is.</summary>
internal enum Shape : byte
{
    /// <summary>The name of a member; its value follows.</summary>
    Name,

    /// <summary><c>string</c>, or no type at all.</summary>
    Text,

    /// <summary><c>int</c>, <c>i4</c>, <c>i8</c> and their like.</summary>
    Int,

    /// <summary><c>double</c>.</summary>
    Double,

    /// <summary><c>boolean</c>.</summary>
    Bool,

    /// <summary><c>dateTime.iso8601</c>.</summary>
    DateTime,

    /// <summary><c>base64</c>.</summary>
    Base64,

    /// <summary><c>nil</c>.</summary>
    Nil,

    /// <summary><c>array</c>.</summary>
    Set,

    /// <summary><c>struct</c>.</summary>
    Map,
}
