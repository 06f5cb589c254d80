using Cim.Provider.CimXml.Writing;
using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.CimXml;

/// <summary>The operations along associations (DSP0200 §5.3.2), for instances and for classes.</summary>
internal static class AssociationOperations
{
    private static readonly string[] Far = ["ObjectName", "AssocClass", "ResultClass", "Role", "ResultRole"];
    private static readonly string[] Near = ["ObjectName", "ResultClass", "Role"];
    private static readonly string[] Shown = ["IncludeQualifiers", "IncludeClassOrigin", "PropertyList"];

    /// <summary>The operations.</summary>
    public static Dictionary<string, Operation> All { get; } = new()
    {
        ["Associators"] = new([.. Far, .. Shown], call => ObjectsAsync(call, call.Service.Associators, call.Service.AssociatorClasses)),
        ["AssociatorNames"] = new(Far, call => NamesAsync(call, call.Service.Associators, call.Service.AssociatorClasses)),
        ["References"] = new([.. Near, .. Shown], call => ObjectsAsync(call, call.Service.References, call.Service.ReferenceClasses)),
        ["ReferenceNames"] = new(Near, call => NamesAsync(call, call.Service.References, call.Service.ReferenceClasses)),
    };

    private delegate IEnumerable<FoundInstance> OfInstance(CimCaller caller, CimObjectPath path, AssociationFilter filter);

    private delegate IEnumerable<ResolvedClass> OfClass(CimCaller caller, string className, AssociationFilter filter);

    /// <summary>What the parameters of the four operations filter by.</summary>
    public static AssociationFilter Filter(Arguments arguments) =>
        new(arguments.ClassName("AssocClass"), arguments.ClassName("ResultClass"), Word(arguments, "Role"), Word(arguments, "ResultRole"));

    private static string? Word(Arguments arguments, string name) => arguments.Text(name) is { Length: > 0 } text ? text : null;

    private static async Task ObjectsAsync(OperationCall call, OfInstance ofInstance, OfClass ofClass)
    {
        var (answer, path, filter) = (call.Answer, call.Arguments.Object("ObjectName"), Filter(call.Arguments));
        if (path.Keys.Count == 0)
        {
            var writer = new ClassWriter(answer, call.Detail(localOnly: false, qualifiers: false) with { LocalOnly = false });
            call.Return(ofClass(call.Caller, path.ClassName, filter), c =>
            {
                answer.Put("<VALUE.OBJECTWITHPATH>"u8);
                PathWriter.Class(answer, call.Host, call.Caller.Namespace, c.Name);
                writer.Write(c);
                answer.Put("</VALUE.OBJECTWITHPATH>"u8);
            });
            return;
        }

        var instances = call.Writer();
        var caller = await call.Service.MeasuredAsync(call.Caller, ofInstance(call.Caller, path, filter)).ConfigureAwait(false);
        await call.ReturnAsync(ofInstance(caller, path, filter), (part, found) =>
        {
            part.Put("<VALUE.OBJECTWITHPATH>"u8);
            PathWriter.Instance(part, call.Host, found.Namespace, found.Instance);
            instances.Write(part, found.Instance);
            part.Put("</VALUE.OBJECTWITHPATH>"u8);
        }).ConfigureAwait(false);
    }

    private static async Task NamesAsync(OperationCall call, OfInstance ofInstance, OfClass ofClass)
    {
        var (answer, path, filter) = (call.Answer, call.Arguments.Object("ObjectName"), Filter(call.Arguments));
        if (path.Keys.Count == 0)
        {
            call.Return(ofClass(call.Caller, path.ClassName, filter), c =>
            {
                answer.Put("<OBJECTPATH>"u8);
                PathWriter.Class(answer, call.Host, call.Caller.Namespace, c.Name);
                answer.Put("</OBJECTPATH>"u8);
            });
            return;
        }

        await call.ReturnAsync(ofInstance(call.Caller, path, filter), (part, found) =>
        {
            part.Put("<OBJECTPATH>"u8);
            PathWriter.Instance(part, call.Host, found.Namespace, found.Instance);
            part.Put("</OBJECTPATH>"u8);
        }).ConfigureAwait(false);
    }
}
