using Cim.Provider.CimXml.Reading;
using Wire.Xml;

namespace Cim.Provider.CimXml;

/// <summary>A message: what is around the operations (DSP0201, CIM and MESSAGE).</summary>
/// <param name="Id">The number that the answer repeats.</param>
/// <param name="ProtocolVersion">The version of the protocol.</param>
/// <param name="IsBatch">Whether it may have several operations.</param>
/// <param name="Calls">The calls: IMETHODCALL or METHODCALL.</param>
internal sealed record CimMessage(string Id, string ProtocolVersion, bool IsBatch, IReadOnlyList<CimXmlElement> Calls)
{
    private const int IdMost = 1024;

    /// <summary>Reads a document.</summary>
    /// <exception cref="RequestRefused">It is not well-formed, not valid, or of a version that is not served.</exception>
    public static CimMessage Read(CimXmlDocument document, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            document.Read(bytes);
            return Of(document.Root);
        }
        catch (XmlError e)
        {
            throw Told(e);
        }
    }

    /// <summary>How a document that cannot be taken is told.</summary>
    public static RequestRefused Told(XmlError e) => e.Kind switch
    {
        XmlErrorKind.NotExpected => RequestRefused.NotValid(e.Message, e),
        XmlErrorKind.LimitExceeded => new(413, null, e.Message, e),
        _ => new(400, "request-not-well-formed", e.Message, e),
    };

    /// <summary>Refuses a version of the protocol that is not served, be it in the header or in the message.</summary>
    public static void CheckProtocol(string version) => CheckVersion(version, '1', "unsupported-protocol-version");

    private static CimMessage Of(CimXmlElement root)
    {
        root.Expect("CIM"u8);
        CheckVersion(root.Required("CIMVERSION"u8), '2', "unsupported-cim-version");
        CheckVersion(root.Required("DTDVERSION"u8), '2', "unsupported-dtd-version");
        var message = root.Only();
        message.Expect("MESSAGE"u8);
        var (id, version) = (message.Required("ID"u8), message.Required("PROTOCOLVERSION"u8));
        CheckProtocol(version);
        if (id.Length > IdMost)
        {
            message.Refuse($"ID may have {IdMost} characters");
        }

        var request = message.Only();
        if (request.Is("SIMPLEREQ"u8))
        {
            return new(id, version, false, [Call(request)]);
        }

        request.Expect("MULTIREQ"u8);
        var calls = new List<CimXmlElement>();
        foreach (var one in request.Children)
        {
            one.Expect("SIMPLEREQ"u8);
            calls.Add(Call(one));
            if (calls.Count > root.Limits.Requests)
            {
                throw new RequestRefused(413, null, $"A message may have {root.Limits.Requests} operations.");
            }
        }

        if (calls.Count < 2)
        {
            request.Refuse("Two operations or more were expected in <MULTIREQ>");
        }

        return new(id, version, true, calls);
    }

    private static CimXmlElement Call(CimXmlElement request)
    {
        CimXmlElement? call = null;
        foreach (var part in request.Children)
        {
            if (part.Is("CORRELATOR"u8) && call is null)
            {
                continue;
            }

            if (call is not null || (!part.Is("IMETHODCALL"u8) && !part.Is("METHODCALL"u8)))
            {
                part.RefuseName();
            }

            call = part;
        }

        if (call is null)
        {
            request.Refuse("A call was expected in <SIMPLEREQ>");
        }

        return call.Value;
    }

    // A major number that is served, and any minor one: later ones only add.
    private static void CheckVersion(string version, char major, string error)
    {
        var digits = version.AsSpan().TrimStart('0');
        if (digits.Length < 3 || digits[0] != major || digits[1] != '.' || digits[2..].ContainsAnyExcept("0123456789."))
        {
            throw new RequestRefused(501, error, $"Versions {major}.x are served, not {ValueReader.Shortened(version)}.");
        }
    }
}
