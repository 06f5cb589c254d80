using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>GetCentralInstances of a registered profile: the instances that conform to it (DSP1033).</summary>
internal static class CentralInstances
{
    private const string Output = "CentralInstances";
    private static readonly AssociationFilter Conforming = new("CIM_ElementConformsToProfile", null, "ConformantStandard", "ManagedElement");

    /// <summary>Handles the method.</summary>
    public static void Register(CimService service) => service.Methods.Add("CIM_RegisteredProfile", "GetCentralInstances", call =>
    {
        var found = call.Target is { } profile ? service.Associators(call.Caller, profile.Path, Conforming) : [];
        CimValue[] paths = [.. found.Select(one => CimValue.Of(new CimObjectPath(null, one.Namespace, one.Instance.Class.Name, one.Instance.Path.Keys)))];
        var output = new CimPropertyValue(Output, CimValue.OfItems(CimType.ReferenceArray, paths));
        return Task.FromResult(new MethodResult(CimValue.OfInteger(call.Class.Methods.Find("GetCentralInstances")!.Returns, 0), [output]));
    });
}
