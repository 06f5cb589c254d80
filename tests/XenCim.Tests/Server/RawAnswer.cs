using System.Text;

namespace XenCim.Tests.Server;

/// <summary>An answer as it came over the wire.</summary>
public sealed record RawAnswer(int Status, string Protocol, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
