using System.Collections.Immutable;
using Cim.Provider.Schema;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace Cim.Provider.Operations;

/// <summary>What clients have added to the schema, and which of it is new since it was last written. Immutable.</summary>
internal sealed record KeptSchema
{
    private const int DeclarationsMost = 10_000;
    private const int TextMost = 1 << 20;
    private const long TextsMost = 16 << 20;

    private ImmutableDictionary<(string Space, string Kind, string Name), CimDeclaration> All { get; init; } =
        ImmutableDictionary<(string Space, string Kind, string Name), CimDeclaration>.Empty;

    private long Characters { get; init; }

    private long LastPlace { get; init; }

    /// <summary>The declarations, in the order in which they were made.</summary>
    public IEnumerable<CimDeclaration> Declarations => All.Values.OrderBy(declaration => declaration.Place);

    /// <summary>What is new or has another text, in its order.</summary>
    public ImmutableList<CimDeclaration> Puts { get; private init; } = [];

    /// <summary>Whether all that is new is new by name too: then nothing that was there can suffer from it.</summary>
    public bool IsGrowth { get; private init; } = true;

    private ImmutableList<Guid> Gone { get; init; } = [];

    /// <summary>Reads what is kept in the store.</summary>
    public static KeptSchema Read(Snapshot state)
    {
        CimDeclaration[] all = [.. state.All<CimDeclaration>()];
        return new()
        {
            All = all.ToImmutableDictionary(Key),
            Characters = all.Sum(one => (long)one.Text.Length),
            LastPlace = all.Max(one => (long?)one.Place) ?? 0,
        };
    }

    /// <summary>The name that an instance is kept under: its class and keys, in an order that does not depend on how they were given.</summary>
    public static string NameOf(CimObjectPath path) =>
        new CimObjectPath(null, null, path.ClassName, new([.. path.Keys.OrderBy(key => key.Name, StringComparer.OrdinalIgnoreCase)])).ToString();

    /// <summary>A declaration by what it is; null where there is none.</summary>
    public CimDeclaration? Find(string space, string kind, string name) => All.GetValueOrDefault(Key(space, kind, name));

    /// <summary>With one more, or with another text of one that is there.</summary>
    /// <exception cref="CimException">There would be too many, or too long ones.</exception>
    public KeptSchema With(string space, string kind, string name, string text)
    {
        var there = Find(space, kind, name);
        if (there?.Text == text)
        {
            return this;
        }

        var after = (there ?? new CimDeclaration { Id = Guid.NewGuid(), Namespace = space, Kind = kind, Name = name, Place = LastPlace + 1 }) with { Text = text };
        var next = this with
        {
            All = All.SetItem(Key(after), after),
            Characters = Characters + text.Length - (there?.Text.Length ?? 0),
            LastPlace = Math.Max(LastPlace, after.Place),
            Puts = (there is null ? Puts : Puts.RemoveAll(one => one.Id == there.Id)).Add(after),
            IsGrowth = IsGrowth && there is null,
        };
        return text.Length <= TextMost && next.All.Count <= DeclarationsMost && next.Characters <= TextsMost ? next : throw new CimException(
            CimStatus.ServerLimitsExceeded, $"At most {DeclarationsMost} declarations can be added, of {TextMost} characters each and {TextsMost} together, in MOF.");
    }

    /// <summary>With one less.</summary>
    public KeptSchema Without(CimDeclaration declaration) => this with
    {
        All = All.Remove(Key(declaration)),
        Characters = Characters - declaration.Text.Length,
        Gone = Gone.Add(declaration.Id),
        Puts = Puts.RemoveAll(one => one.Id == declaration.Id),
        IsGrowth = false,
    };

    /// <summary>Puts what is new, and what is gone, into a commit.</summary>
    public void Write(Changes changes)
    {
        foreach (var id in Gone)
        {
            changes.Delete(new Ref<CimDeclaration>(id));
        }

        foreach (var declaration in Puts)
        {
            changes.Put(declaration);
        }
    }

    /// <summary>The same once it was written.</summary>
    public KeptSchema Settled() => this with { Puts = [], Gone = [], IsGrowth = true };

    private static (string, string, string) Key(CimDeclaration one) => Key(one.Namespace, one.Kind, one.Name);

    // Names of classes and qualifiers are the same in any case of letters; the values of keys are not.
    private static (string, string, string) Key(string space, string kind, string name) => (space, kind, kind == CimKind.Instance ? name : name.ToUpperInvariant());
}
