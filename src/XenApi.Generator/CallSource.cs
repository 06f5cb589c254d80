using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;

namespace XenApi.Generator;

/// <summary>Writes the table entry of a declared call: what it is, and how its arguments and result travel.</summary>
internal static class CallSource
{
    private const string Core = "global::XenApi.Core.";

    public static string Write(IMethodSymbol method)
    {
        var declared = method.Attribute(Names.Call)!;
        var name = declared.Text(0);
        var className = name.Split('.')[0];
        var parameters = method.Parameters.Skip(1).ToList();
        var hasSelf = parameters.Count > 0 && WireType.Of(parameters[0].Type).Name == $"ref<{className}>";
        var result = Result(method.ReturnType, out var awaited);

        var text = new StringBuilder();
        text.AppendLine("        new()").AppendLine("        {")
            .AppendLine($"            Name = {name.Quoted()},")
            .AppendLine($"            Description = {declared.Text(1).Quoted()},")
            .AppendLine($"            Role = {declared.Constant(2, Core + "Declarations.Role")},")
            .AppendLine($"            Since = {declared.Constant("Since", Core + "Declarations.ApiVersion", "V0_9_0")},")
            .AppendLine($"            WithoutSession = {(declared.Flag("WithoutSession", false) ? "true" : "false")},")
            .AppendLine($"            HasAsync = {(declared.Flag("Async", true) ? "true" : "false")},")
            .AppendLine($"            Errors = [{string.Join(", ", declared.List("Errors").Select(e => e.Quoted()))}],")
            .AppendLine($"            Self = {(hasSelf ? ((INamedTypeSymbol)parameters[0].Type).TypeArguments[0].Full() + ".Descriptor" : "null")},")
            .AppendLine("            Parameters =").AppendLine("            [");
        foreach (var parameter in parameters)
        {
            text.AppendLine($"                new({parameter.Name.Quoted()}, {WireType.Of(parameter.Type).Name.Quoted()}, {(parameter.HasExplicitDefaultValue ? "true" : "false")}),");
        }

        text.AppendLine("            ],")
            .AppendLine($"            Result = {(result?.Name ?? "void").Quoted()},")
            .AppendLine($"            Body = static {(awaited ? "async " : "")}(caller, self, reader, given, writer) =>").AppendLine("            {");
        for (var i = 0; i < parameters.Count; i++)
        {
            text.AppendLine($"                var argument{i} = {Argument(parameters[i], i, hasSelf)};");
        }

        var arguments = string.Concat(parameters.Select((_, i) => $", argument{i}"));
        var call = $"{(awaited ? "await " : "")}{method.ContainingType.Full()}.{method.Name}(caller{arguments}){(awaited ? ".ConfigureAwait(false)" : "")}";
        text.AppendLine(result is null ? $"                {call};" : $"                var result = {call};")
            .AppendLine($"                {(result is null ? "writer.Void();" : result.Write("result"))}");
        if (!awaited)
        {
            text.AppendLine("                return default;");
        }

        return text.AppendLine("            },").AppendLine("        },").ToString();
    }

    private static string Argument(IParameterSymbol parameter, int index, bool hasSelf)
    {
        var type = WireType.Of(parameter.Type);
        if (index == 0 && hasSelf)
        {
            return $"new {type.CSharp}(self)";
        }

        var read = type.IsReference
            ? $"caller.Existing<{type.Target!.Full()}>(reader.At({parameter.Name.Quoted()}).Ref({Target(type)}))"
            : $"Read(reader, {parameter.Name.Quoted()}, static reader => {type.Read})";
        if (!parameter.HasExplicitDefaultValue)
        {
            return read;
        }

        var otherwise = parameter.ExplicitDefaultValue switch
        {
            null => "default",
            string s => s.Quoted(),
            bool b => b ? "true" : "false",
            var value => value.ToString(),
        };
        return $"given > {index} ? {read} : {otherwise}";
    }

    private static string Target(WireType type) => type.Name.Substring(4, type.Name.Length - 5).Quoted();

    private static WireType? Result(ITypeSymbol type, out bool awaited)
    {
        awaited = false;
        if (type is INamedTypeSymbol { Name: "Task" or "ValueTask" } task && task.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks")
        {
            awaited = true;
            return task.TypeArguments.Length == 0 ? null : WireType.Of(task.TypeArguments[0]);
        }

        return type.SpecialType == SpecialType.System_Void ? null : WireType.Of(type);
    }
}
