using Cim.Provider.CimXml.Reading;
using Cim.Provider.CimXml.Writing;

namespace Cim.Provider.CimXml;

/// <summary>The operations on classes and qualifier types (DSP0200 §5.3.2).</summary>
internal static class ClassOperations
{
    private static readonly string[] Shown = ["LocalOnly", "IncludeQualifiers", "IncludeClassOrigin"];

    /// <summary>The operations.</summary>
    public static Dictionary<string, Operation> All { get; } = new()
    {
        ["GetClass"] = new(["ClassName", "PropertyList", .. Shown], GetClass),
        ["EnumerateClasses"] = new(["ClassName", "DeepInheritance", .. Shown], EnumerateClasses),
        ["EnumerateClassNames"] = new(["ClassName", "DeepInheritance"], EnumerateClassNames),
        ["CreateClass"] = new(["NewClass"], call => call.Service.CreateClassAsync(call.Caller, ClassReader.Class(call.Arguments.Required("NewClass", "CLASS"u8)))),
        ["ModifyClass"] = new(["ModifiedClass"], call => call.Service.ModifyClassAsync(call.Caller, ClassReader.Class(call.Arguments.Required("ModifiedClass", "CLASS"u8)))),
        ["DeleteClass"] = new(["ClassName"], call => call.Service.DeleteClassAsync(call.Caller, call.Arguments.RequiredClassName("ClassName"))),
        ["GetQualifier"] = new(["QualifierName"], GetQualifier),
        ["EnumerateQualifiers"] = new([], EnumerateQualifiers),
        ["SetQualifier"] = new(["QualifierDeclaration"], call => call.Service.SetQualifierAsync(call.Caller, ClassReader.Declaration(call.Arguments.Required("QualifierDeclaration", "QUALIFIER.DECLARATION"u8)))),
        ["DeleteQualifier"] = new(["QualifierName"], call => call.Service.DeleteQualifierAsync(call.Caller, call.Arguments.RequiredText("QualifierName"))),
    };

    private static void GetClass(OperationCall call)
    {
        var writer = new ClassWriter(call.Answer, call.Detail(localOnly: true, qualifiers: true));
        var c = call.Service.GetClass(call.Caller, call.Arguments.RequiredClassName("ClassName"));
        call.Return(() => writer.Write(c));
    }

    private static void EnumerateClasses(OperationCall call)
    {
        var writer = new ClassWriter(call.Answer, call.Detail(localOnly: true, qualifiers: true));
        call.Return(call.Service.EnumerateClasses(call.Caller, call.Arguments.ClassName("ClassName"), call.Arguments.Flag("DeepInheritance", false)), writer.Write);
    }

    private static void EnumerateClassNames(OperationCall call) => call.Return(
        call.Service.EnumerateClasses(call.Caller, call.Arguments.ClassName("ClassName"), call.Arguments.Flag("DeepInheritance", false)),
        c => PathWriter.ClassName(call.Answer, c.Name));

    private static void GetQualifier(OperationCall call)
    {
        var type = call.Service.GetQualifier(call.Caller, call.Arguments.RequiredText("QualifierName"));
        call.Return(() => ClassWriter.Write(call.Answer, type));
    }

    private static void EnumerateQualifiers(OperationCall call) =>
        call.Return(call.Service.EnumerateQualifiers(call.Caller), type => ClassWriter.Write(call.Answer, type));
}
