namespace Cim.Provider.Operations;

/// <summary>The operations of CIM, without a protocol.</summary>
/// <param name="catalog">What is served now.</param>
/// <param name="time">The clock; null for that of the machine.</param>
/// <param name="limits">How much clients may keep open; null for the usual.</param>
/// <param name="house">Where the schema can be changed; null where it cannot.</param>
public sealed partial class CimService(Func<Catalog> catalog, TimeProvider? time = null, EnumerationLimits? limits = null, CimHouse? house = null)
{
    /// <summary>Refuses a namespace that is not there; <see cref="CimStatus.InvalidNamespace"/>.</summary>
    public void CheckNamespace(string name) => _ = Catalog.Space(name);

    private Catalog Catalog => catalog();

    private CimHouse House => house ?? throw new CimException(CimStatus.NotSupported, "The schema cannot be changed here.");

    /// <summary>The operations on a house.</summary>
    public static CimService Of(CimHouse house, EnumerationLimits? limits = null)
    {
        var service = new CimService(() => house.Catalog, house.Time, limits, house);
        CentralInstances.Register(service);
        SchemaMethods.Register(service, house);
        return service;
    }
}
