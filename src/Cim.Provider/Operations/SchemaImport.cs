using Cim.Provider.Mof;
using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>Declarations that were compiled, on their way into what is kept.</summary>
internal sealed class SchemaImport(BuiltInSchema builtIn, MofResult compiled)
{
    /// <summary>How many there are.</summary>
    public int Count => compiled.Namespaces.Sum(space => space.QualifierTypes.Count + space.Classes.Count + space.Instances.Count);

    /// <summary>What is kept, with them. What is there already and says the same stays as it is.</summary>
    /// <exception cref="CimException">One is of our own schema and says something else, or there is too much.</exception>
    public KeptSchema Into(KeptSchema kept)
    {
        foreach (var space in compiled.Namespaces)
        {
            foreach (var type in space.QualifierTypes.Values.OrderBy(type => type.Name, StringComparer.OrdinalIgnoreCase))
            {
                kept = With(kept, space.Name, CimKind.Qualifier, type, type.Name, MofWriter.Text(type));
            }

            foreach (var c in space.Classes.Values.OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase))
            {
                kept = With(kept, space.Name, CimKind.Class, c, c.Name, MofWriter.Text(c));
            }

            foreach (var instance in space.Instances)
            {
                var path = instance.Path ?? throw new CimException(CimStatus.InvalidParameter, $"{instance.Name} has no keys: an instance of it cannot be kept.");
                kept = With(kept, space.Name, CimKind.Instance, instance, KeptSchema.NameOf(path), MofWriter.Text(instance));
            }
        }

        return kept;
    }

    /// <summary>A fault as who has written the files understands it: at his line, not at that of the text that would be kept.</summary>
    public string Told(SchemaFault fault, IMofSource source)
    {
        var mapping = fault.Mapping;
        var c = mapping is null ? null : compiled.Find(mapping.Space)?.Classes.GetValueOrDefault(mapping.ClassName);
        var element = mapping?.Property is { } property ? c?.Properties.Find(property) : (QualifiedElement?)c;
        return element?.Qualifiers.Find(mapping?.Qualifier ?? "")?.Place is { } place ? MofPlace.Told(source, place, fault.Message) : fault.Whole;
    }

    private KeptSchema With(KeptSchema kept, string space, string kind, CimElement declaration, string name, string text) =>
        builtIn.Text(space, kind, name) is not { } own ? kept.With(space, kind, name, text)
        : own == text || builtIn.Says(space, declaration) ? kept
        : throw new CimException(CimStatus.NotSupported, $"The {kind} {name} of {space} belongs to the schema of the server, and here it is another one.");
}
