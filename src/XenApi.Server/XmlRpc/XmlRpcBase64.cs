using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using Wire.Xml;

namespace XenApi.Server.XmlRpc;

/// <summary>Bytes as XML-RPC has them. The Xen API has no bytes: what comes so is text that a client was shy of.</summary>
internal static class XmlRpcBase64
{
    /// <summary>Decodes text; false where it is no base64, or not of text in UTF-8 as XML could have carried it.</summary>
    public static bool TryDecode(string base64, [NotNullWhen(true)] out string? text)
    {
        var bytes = Encoding.UTF8.GetBytes(base64);
        text = Base64.DecodeFromUtf8InPlace(bytes, out var length) == OperationStatus.Done && Utf8.IsValid(bytes.AsSpan(0, length))
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
        if (text is not null && text.EnumerateRunes().Any(XmlCharacters.IsForbidden))
        {
            text = null;
        }

        return text is not null;
    }
}
