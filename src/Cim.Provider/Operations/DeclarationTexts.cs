using System.Globalization;
using System.Text;
using Cim.Provider.Mapping;
using Cim.Provider.Mof;
using Cim.Provider.Schema;
using XenApi.Core.Model;

namespace Cim.Provider.Operations;

/// <summary>Compiles declarations that are kept as texts; what is wrong is told with the declaration that it is in.</summary>
internal sealed class DeclarationTexts
{
    private const string First = "added";

    private readonly Dictionary<string, CimDeclaration> byFile = [];
    private readonly Dictionary<string, string> texts = [];

    /// <summary>Takes the declarations, in their order.</summary>
    public DeclarationTexts(IEnumerable<CimDeclaration> declarations)
    {
        var main = new StringBuilder();
        foreach (var declaration in declarations)
        {
            var file = $"{declaration.Namespace}/{declaration.Kind}/{declaration.Name}";
            main.Append(CultureInfo.InvariantCulture, $"#pragma namespace(\"{declaration.Namespace}\")\n#pragma include({CimText.Quoted(file)})\n");
            byFile[file] = declaration;
            texts[file] = declaration.Text;
        }

        texts[First] = main.ToString();
    }

    /// <summary>What they declare, on top of what is there.</summary>
    public (IEnumerable<CimNamespace> Spaces, IReadOnlyList<SchemaFault> Faults) Compile(IReadOnlyDictionary<string, CimNamespace> known)
    {
        if (byFile.Count == 0)
        {
            return ([], []);
        }

        var result = new MofCompiler(new MofTexts(texts)).Compile(First, byFile.Values.First().Namespace, known);
        return (result.Namespaces, [.. result.Diagnostics.Where(one => one.Severity == MofSeverity.Error).Select(Fault)]);
    }

    /// <summary>A mapping that does not resolve, with the declaration that it is in.</summary>
    public SchemaFault Fault(MappingFault fault) => new(
        byFile.Values.FirstOrDefault(one => one.Kind == CimKind.Class && one.Namespace == fault.Space && one.Name.Equals(fault.ClassName, StringComparison.OrdinalIgnoreCase)),
        $"{fault.ClassName}: {fault.Message}",
        fault.ToString(),
        fault);

    // What is embedded as a text has a file of its own, named after the one that it stands in.
    private SchemaFault Fault(MofDiagnostic diagnostic)
    {
        var declaration = byFile.GetValueOrDefault(diagnostic.File)
            ?? byFile.FirstOrDefault(entry => diagnostic.File.StartsWith(entry.Key + ":", StringComparison.Ordinal)).Value;
        return new(declaration, $"{diagnostic.Message}, in line {diagnostic.Line}: {diagnostic.Source.Split('\n')[0].Trim()}", diagnostic.ToString());
    }
}
