using System.Collections.Immutable;
using System.Globalization;
using Cim.Provider.Mof;
using Cim.Provider.Schema;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace Cim.Provider.Operations;

/// <summary>What clients have added to the schema, in the order of declaration. Immutable.</summary>
internal sealed class KeptSchema
{
    private const int DeclarationsMost = 10_000;
    private const int TextMost = 1 << 20;
    private const long TextsMost = 64L << 20;
    private const string File = "added.mof";

    private KeptSchema(ImmutableList<CimDeclaration> declarations) => Declarations = declarations;

    /// <summary>Nothing.</summary>
    public static KeptSchema Empty { get; } = new([]);

    /// <summary>The declarations.</summary>
    public ImmutableList<CimDeclaration> Declarations { get; }

    /// <summary>Reads what is kept in the store.</summary>
    public static KeptSchema Read(Snapshot state) => new([.. state.All<CimDeclaration>().OrderBy(declaration => declaration.Place)]);

    /// <summary>A declaration by what it is; null where there is none.</summary>
    public CimDeclaration? Find(string space, string kind, string name) => Declarations.Find(one => one.Namespace == space && one.Kind == kind && Same(one.Name, name));

    /// <summary>With one more, or with another text of one that is there.</summary>
    public KeptSchema With(string space, string kind, string name, string text)
    {
        var there = Find(space, kind, name);
        return With((there ?? new CimDeclaration { Id = Guid.NewGuid(), Namespace = space, Kind = kind, Name = name, Place = Declarations.IsEmpty ? 1 : Declarations[^1].Place + 1 }) with { Text = text });
    }

    /// <summary>With one more, or with one in the place of its former self.</summary>
    public KeptSchema With(CimDeclaration declaration)
    {
        var at = Declarations.FindIndex(one => one.Id == declaration.Id);
        var next = new KeptSchema(at < 0 ? Declarations.Add(declaration) : Declarations.SetItem(at, declaration));
        if (declaration.Text.Length > TextMost || next.Declarations.Count > DeclarationsMost || next.Declarations.Sum(one => (long)one.Text.Length) > TextsMost)
        {
            throw new CimException(CimStatus.ServerLimitsExceeded, $"At most {DeclarationsMost} declarations can be added, of {TextMost} characters each and {TextsMost} together.");
        }

        return next;
    }

    /// <summary>With one less.</summary>
    public KeptSchema Without(CimDeclaration declaration) => new(Declarations.RemoveAll(one => one.Id == declaration.Id));

    /// <summary>Puts the difference to what was kept before into a commit.</summary>
    public void Write(Changes changes, KeptSchema before)
    {
        foreach (var gone in before.Declarations.Where(one => Declarations.All(other => other.Id != one.Id)))
        {
            changes.Delete(new Ref<CimDeclaration>(gone.Id));
        }

        foreach (var declaration in Declarations.Where(one => !before.Declarations.Contains(one)))
        {
            changes.Put(declaration);
        }
    }

    /// <summary>Compiles it on top of our own schema; null with no error where there is nothing.</summary>
    public (MofResult? Result, IReadOnlyList<string> Errors) Compile(IReadOnlyDictionary<string, CimNamespace> own)
    {
        if (Declarations.IsEmpty)
        {
            return (null, []);
        }

        var texts = new Dictionary<string, string>();
        var main = new System.Text.StringBuilder();
        foreach (var space in Declarations.GroupBy(one => one.Namespace))
        {
            main.Append(CultureInfo.InvariantCulture, $"#pragma namespace(\"{space.Key}\")\n");
            foreach (var declaration in space)
            {
                var name = $"{declaration.Kind} {declaration.Name.Replace('"', '\'').Replace('\\', '/')} {declaration.Place}";
                main.Append(CultureInfo.InvariantCulture, $"#pragma include(\"{name}\")\n");
                texts[name] = declaration.Text;
            }
        }

        texts[File] = main.ToString();
        var result = new MofCompiler(new MofTexts(texts)).Compile(File, Declarations[0].Namespace, own);
        return (result, [.. result.Diagnostics.Where(one => one.Severity == MofSeverity.Error).Select(one => one.ToString())]);
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
