namespace XenApi.Server.XmlRpc;

/// <summary>How much one message may ask of the server. Whoever goes beyond gets a fault that names the limit.</summary>
public sealed record XmlRpcLimits
{
    /// <summary>What a server has if nobody says otherwise.</summary>
    public static XmlRpcLimits Default { get; } = new();

    /// <summary>The size of a request's body in bytes, held by HTTP. Kernels travel inline, hence so much.</summary>
    public int BodyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How deep sets and maps may lie in each other.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>How many values and names of members one message may have, at all depths.</summary>
    public int Values { get; init; } = 100_000;

    /// <summary>The length of one text in bytes as it is sent; a kernel is one text.</summary>
    public int TextBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The length of a method's name in bytes as it is sent.</summary>
    public int MethodNameBytes { get; init; } = 256;
}
