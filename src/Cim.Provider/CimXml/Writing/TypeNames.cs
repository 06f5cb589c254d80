using Cim.Provider.Schema;

namespace Cim.Provider.CimXml.Writing;

/// <summary>What types are called in CIM-XML.</summary>
internal static class TypeNames
{
    /// <summary>The name of a type, or of an array's items: embedded objects travel as texts.</summary>
    public static string Of(CimType type) => type.Item switch
    {
        CimType.Reference => "reference",
        CimType.Instance => "string",
        var item => item.MofName,
    };
}
