using Wire;

namespace Cim.Provider.CimXml.Http;

/// <summary>What a server says to OPTIONS (DSP0200, Determining CIM server capabilities).</summary>
internal static class Capabilities
{
    /// <summary>The extension of HTTP that CIM-XML is.</summary>
    public const string Extension = "http://www.dmtf.org/cim/mapping/http/v1.0";

    private const string Prefix = "77";
    private const string Groups =
        "basic-read, basic-write, schema-manipulation, instance-manipulation, association-traversal, qualifier-declaration, query-execution";

    /// <summary>Puts it in the headers of the answer.</summary>
    public static void Tell(HttpTurn turn)
    {
        turn.Tell("Allow", "POST, M-POST, OPTIONS");
        turn.Tell("Opt", $"{Extension} ; ns={Prefix}");
        turn.Tell($"{Prefix}-CIMProtocolVersion", "1.0");
        turn.Tell($"{Prefix}-CIMSupportedFunctionalGroups", Groups);
        turn.Tell($"{Prefix}-CIMSupportsMultipleOperations", "");
        turn.Tell($"{Prefix}-CIMSupportedQueryLanguages", "WQL, DMTF:CQL");
    }
}
