namespace XenApi.Server.Settings;

/// <summary>What listeners of a protocol have in common.</summary>
/// <param name="Name">The setting that has them.</param>
/// <param name="Port">The port where an address names none.</param>
/// <param name="TlsPort">The same, with TLS.</param>
/// <param name="HasRevisions">Whether clients see one of several revisions, as the setting <c>api</c> says.</param>
internal sealed record ListenerKind(string Name, int Port, int TlsPort, bool HasRevisions)
{
    /// <summary>XML-RPC.</summary>
    public static ListenerKind XmlRpc { get; } = new("xmlrpc", 9363, 9363, true);

    /// <summary>CIM-XML, on the ports that are registered for it.</summary>
    public static ListenerKind CimXml { get; } = new("cimxml", 5988, 5989, false);

    /// <summary>The listener that is there where nobody says otherwise.</summary>
    public string Standard => $"http://127.0.0.1:{Port}";
}
