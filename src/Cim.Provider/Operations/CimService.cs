namespace Cim.Provider.Operations;

/// <summary>The operations of CIM, without a protocol.</summary>
/// <param name="catalog">What is served now.</param>
/// <param name="time">The clock; null for that of the machine.</param>
/// <param name="limits">How much clients may keep open; null for the usual.</param>
public sealed partial class CimService(Func<Catalog> catalog, TimeProvider? time = null, EnumerationLimits? limits = null)
{
    private Catalog Catalog => catalog();
}
