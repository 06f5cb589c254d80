using Cim.Provider.CimXml.Reading;
using Cim.Provider.CimXml.Writing;
using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.CimXml;

/// <summary>The operations on instances (DSP0200 §5.3.2).</summary>
/// <remarks>LocalOnly and IncludeQualifiers are passed over for instances, as the standard lets servers do.</remarks>
internal static class InstanceOperations
{
    private static readonly string[] Shown = ["LocalOnly", "IncludeQualifiers", "IncludeClassOrigin", "PropertyList"];

    /// <summary>The operations.</summary>
    public static Dictionary<string, Operation> All { get; } = new()
    {
        ["GetInstance"] = new(["InstanceName", .. Shown], GetInstanceAsync),
        ["EnumerateInstances"] = new(["ClassName", "DeepInheritance", .. Shown], EnumerateInstancesAsync),
        ["EnumerateInstanceNames"] = new(["ClassName"], EnumerateInstanceNamesAsync),
        ["CreateInstance"] = new(["NewInstance"], CreateInstanceAsync),
        ["ModifyInstance"] = new(["ModifiedInstance", "IncludeQualifiers", "PropertyList"], ModifyInstanceAsync),
        ["DeleteInstance"] = new(["InstanceName"], DeleteInstanceAsync),
        ["GetProperty"] = new(["InstanceName", "PropertyName"], GetPropertyAsync),
        ["SetProperty"] = new(["InstanceName", "PropertyName", "NewValue"], SetPropertyAsync),
    };

    /// <summary>The class beyond whose properties nothing is shown; null where all are (DSP0200: DeepInheritance).</summary>
    public static string? Above(Arguments arguments, string className) => arguments.Flag("DeepInheritance", true) ? null : className;

    private static async Task GetInstanceAsync(OperationCall call)
    {
        var writer = call.Writer();
        var path = call.Arguments.Instance("InstanceName");
        var instance = call.Service.GetInstance(await call.Service.MeasuredAsync(call.Caller, path).ConfigureAwait(false), path);
        call.Return(() => writer.Write(call.Answer, instance));
    }

    private static async Task EnumerateInstancesAsync(OperationCall call)
    {
        var className = call.Arguments.RequiredClassName("ClassName");
        var writer = call.Writer(Above(call.Arguments, className));
        var caller = await call.Service.MeasuredAsync(call.Caller, className).ConfigureAwait(false);
        await call.ReturnAsync(call.Service.EnumerateInstances(caller, className), (answer, instance) =>
        {
            answer.Put("<VALUE.NAMEDINSTANCE>"u8);
            NamePlan.Of(instance.Class).Write(answer, instance);
            writer.Write(answer, instance);
            answer.Put("</VALUE.NAMEDINSTANCE>"u8);
        }).ConfigureAwait(false);
    }

    private static Task EnumerateInstanceNamesAsync(OperationCall call) => call.ReturnAsync(
        call.Service.EnumerateInstances(call.Caller, call.Arguments.RequiredClassName("ClassName")),
        (answer, instance) => NamePlan.Of(instance.Class).Write(answer, instance));

    private static async Task CreateInstanceAsync(OperationCall call)
    {
        var path = await call.Service.CreateInstanceAsync(call.Caller, InstanceReader.Read(call.Arguments.Required("NewInstance", "INSTANCE"u8))).ConfigureAwait(false);
        call.Return(() => PathWriter.Name(call.Answer, path));
    }

    private static Task ModifyInstanceAsync(OperationCall call)
    {
        var element = call.Arguments.Required("ModifiedInstance", "VALUE.NAMEDINSTANCE"u8);
        return call.Service.ModifyInstanceAsync(call.Caller, InstanceReader.Read(element), call.Arguments.List("PropertyList"));
    }

    private static Task DeleteInstanceAsync(OperationCall call) => call.Service.DeleteInstanceAsync(call.Caller, call.Arguments.Instance("InstanceName"));

    private static async Task GetPropertyAsync(OperationCall call)
    {
        var path = call.Arguments.Instance("InstanceName");
        var property = call.Arguments.RequiredText("PropertyName");
        var value = call.Service.GetProperty(await call.Service.MeasuredAsync(call.Caller, path).ConfigureAwait(false), path, property);
        if (!value.IsNull)
        {
            call.Return(() => ValueWriter.Write(call.Answer, value));
        }
    }

    // The new value says no type: it is read as a text, and the service fits it to the property.
    private static Task SetPropertyAsync(OperationCall call)
    {
        var value = call.Arguments.Find("NewValue") is { } element ? ValueReader.Read(element, CimType.String, false, 0) : CimValue.Null(CimType.String);
        return call.Service.SetPropertyAsync(call.Caller, call.Arguments.Instance("InstanceName"), call.Arguments.RequiredText("PropertyName"), value);
    }
}
