namespace Cim.Provider.Operations;

/// <summary>The operations of CIM, without a protocol.</summary>
public sealed partial class CimService(Func<Catalog> catalog)
{
    private Catalog Catalog => catalog();
}
