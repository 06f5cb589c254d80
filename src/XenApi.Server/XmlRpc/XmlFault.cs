using System.Diagnostics.CodeAnalysis;

namespace XenApi.Server.XmlRpc;

/// <summary>A message that is broken below the level of the API: what was expected, and where.</summary>
public sealed class XmlFault : Exception
{
    private XmlFault(FaultCode code, int offset, string message)
        : base(message)
    {
        Code = code;
        Offset = offset;
    }

    /// <summary>What kind of fault.</summary>
    public FaultCode Code { get; }

    /// <summary>Where it is, in bytes from the beginning of the body.</summary>
    public int Offset { get; }

    /// <summary>Refuses a document at a place in it.</summary>
    /// <exception cref="XmlFault">Always.</exception>
    [DoesNotReturn]
    internal static void Throw(FaultCode code, ReadOnlySpan<byte> document, int offset, string message)
    {
        var before = document[..Math.Min(offset, document.Length)];
        var line = before.Count((byte)'\n') + 1;
        var column = before.Length - before.LastIndexOf((byte)'\n');
        throw new XmlFault(code, offset, $"{message} (line {line}, column {column}, byte {offset})");
    }
}
