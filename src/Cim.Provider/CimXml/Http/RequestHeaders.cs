using System.Text;
using Cim.Provider.CimXml.Reading;
using Cim.Provider.Schema;
using Wire;

namespace Cim.Provider.CimXml.Http;

/// <summary>The headers of a request (DSP0200, Extension headers), which must say what its message says.</summary>
internal readonly struct RequestHeaders
{
    private readonly string? prefix;
    private readonly string? version;
    private readonly string? method;
    private readonly string? target;
    private readonly bool isBatch;

    private RequestHeaders(HttpTurn turn, string? prefix)
    {
        this.prefix = prefix;
        version = Of(turn, "CIMProtocolVersion");
        method = Of(turn, "CIMMethod");
        target = Of(turn, "CIMObject");
        isBatch = Of(turn, "CIMBatch") is not null;
        Host = turn.Header("Host") is { Length: > 0 } host ? host : Environment.MachineName;
    }

    /// <summary>The name of this host, as the client knows it.</summary>
    public string Host { get; }

    /// <summary>Reads them, and refuses a request that is no call of CIM.</summary>
    public static RequestHeaders Read(HttpTurn turn)
    {
        Negotiation.Check(turn);
        var headers = new RequestHeaders(turn, turn.Method == "M-POST" ? Namespace(turn.Header("Man")) : null);
        CimMessage.CheckProtocol(headers.version ?? "1.0");
        return headers.Of(turn, "CIMOperation") switch
        {
            null => throw new RequestRefused(400, headers.Of(turn, "CIMExport") is null ? null : "unsupported-operation", "The header CIMOperation is missing: the request is no operation of CIM."),
            var operation when !operation.Equals("MethodCall", StringComparison.OrdinalIgnoreCase) => throw new RequestRefused(400, "unsupported-operation", "CIMOperation was expected to be MethodCall."),
            _ => headers,
        };
    }

    /// <summary>Refuses a message that they do not fit.</summary>
    public void Match(CimMessage message)
    {
        if (version is not null && version != message.ProtocolVersion)
        {
            throw RequestRefused.Mismatch("CIMProtocolVersion and PROTOCOLVERSION differ.");
        }

        if (isBatch != message.IsBatch)
        {
            throw RequestRefused.Mismatch(isBatch ? "CIMBatch goes with <MULTIREQ>." : "<MULTIREQ> goes with CIMBatch.");
        }

        if (message.IsBatch)
        {
            if ((method ?? target) is not null)
            {
                throw RequestRefused.Mismatch("CIMBatch goes without CIMMethod and CIMObject.");
            }

            return;
        }

        var call = message.Calls[0];
        if (string.IsNullOrEmpty(method) || !Decoded(method).Equals(call.Required("NAME"u8), StringComparison.OrdinalIgnoreCase))
        {
            throw RequestRefused.Mismatch("CIMMethod and the NAME of the call differ.");
        }

        if (target is null || !IsSame(Decoded(target), call))
        {
            throw RequestRefused.Mismatch("CIMObject and the object of the call differ.");
        }
    }

    /// <summary>Adds those of the answer.</summary>
    public void Answer(HttpTurn turn)
    {
        if (prefix is null)
        {
            turn.Tell("CIMOperation", "MethodResponse");
            return;
        }

        turn.Tell("Ext", "");
        turn.Tell("Cache-Control", "no-cache");
        turn.Tell("Man", $"{Capabilities.Extension} ; ns={prefix}");
        turn.Tell($"{prefix}-CIMOperation", "MethodResponse");
    }

    // The extension, and the digits that its headers begin with; 510 has the client try a plain POST (RFC 2774 §5, DSP0200, Use of the M-POST method).
    private static string Namespace(string? man)
    {
        var parts = man?.Split(';', StringSplitOptions.TrimEntries) ?? [];
        var digits = Array.Find(parts, part => part.StartsWith("ns=", StringComparison.Ordinal))?[3..];
        return parts is [var extension, ..] && extension.Trim('"') == Capabilities.Extension && digits is { Length: >= 2 and <= 8 } && digits.All(char.IsAsciiDigit)
            ? digits
            : throw new RequestRefused(510, null, $"M-POST was expected to have the header Man: {Capabilities.Extension} ; ns=NN.");
    }

    // Some clients write %3A for a colon, some do not; a percent sign that begins no octet is one.
    private static string Decoded(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        try
        {
            return Uri.UnescapeDataString(text);
        }
        catch (DecoderFallbackException)
        {
            return text;
        }
    }

    private static bool IsSame(string said, CimXmlElement call)
    {
        if (call.Is("IMETHODCALL"u8))
        {
            var parts = call.Children;
            if (!parts.MoveNext())
            {
                call.Refuse("<LOCALNAMESPACEPATH> was expected in <IMETHODCALL>");
            }

            return said.Trim().Trim('/').Equals(PathReader.Namespace(parts.Current).Trim('/'), StringComparison.OrdinalIgnoreCase);
        }

        var path = MethodOperation.Target(call, out _);
        return CimObjectPathReader.TryRead(said.Trim(), out var given, out _)
            && (given.Namespace ?? "").Trim('/').Equals((path.Namespace ?? "").Trim('/'), StringComparison.OrdinalIgnoreCase)
            && given.ClassName.Equals(path.ClassName, StringComparison.OrdinalIgnoreCase)
            && given.Keys.Count == path.Keys.Count
            && given.Keys.All(key => path.Keys.Find(key.Name) is { } other && IsSame(key.Value, other.Value));
    }

    // A path as text does not tell the types of its keys.
    private static bool IsSame(CimValue said, CimValue value) => value.Type == CimType.Reference || Spelled(said).Equals(Spelled(value), StringComparison.OrdinalIgnoreCase);

    private static string Spelled(CimValue value) => value is { IsNull: false, Type: CimType.String } ? value.Text : value.ToString().Trim('"', '\'');

    private string? Of(HttpTurn turn, string name) => turn.Header(prefix is null ? name : $"{prefix}-{name}");
}
