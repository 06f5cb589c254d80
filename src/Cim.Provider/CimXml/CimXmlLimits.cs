namespace Cim.Provider.CimXml;

/// <summary>How much one message may ask of the server.</summary>
public sealed record CimXmlLimits
{
    /// <summary>What a server has if nobody says otherwise.</summary>
    public static CimXmlLimits Default { get; } = new();

    /// <summary>How deep elements may lie in each other; the deepest declarations of classes need a dozen.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>How many elements a message may have.</summary>
    public int Elements { get; init; } = 500_000;

    /// <summary>How many operations a message may have.</summary>
    public int Requests { get; init; } = 1000;

    /// <summary>How deep embedded instances may lie in each other.</summary>
    public int Embedded { get; init; } = 8;

    /// <summary>How many bytes of an answer are held; what is longer is sent while it is still being written.</summary>
    public long HeldBytes { get; init; } = 256 * 1024;
}
