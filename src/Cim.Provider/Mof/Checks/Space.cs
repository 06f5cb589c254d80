using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>A namespace while it is checked: what was declared, and below that what was known before.</summary>
internal sealed class Space(string name, CimNamespace? known, MofLimits limits)
{
    private readonly Dictionary<CimClass, List<CimProperty>> keys = [];
    private readonly Dictionary<CimClass, List<CimProperty>> references = [];

    public string Name => name;

    public Dictionary<string, CimQualifierType> QualifierTypes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The declarations of classes.</summary>
    public Dictionary<string, ClassSyntax> Declared { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The classes that were declared.</summary>
    public Dictionary<string, CimClass> Classes { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<CimInstance> Instances { get; } = [];

    /// <summary>The classes whose superclass is not to be had.</summary>
    public HashSet<string> Torn { get; } = new(StringComparer.OrdinalIgnoreCase);

    public CimQualifierType? QualifierType(string type) => QualifierTypes.GetValueOrDefault(type) ?? known?.QualifierTypes.GetValueOrDefault(type);

    public CimClass? Class(string type) => Classes.GetValueOrDefault(type) ?? known?.Classes.GetValueOrDefault(type);

    /// <summary>The class above.</summary>
    public CimClass? Above(CimClass type) => type.Superclass is { } superclass ? Class(superclass) : null;

    /// <summary>A class and those above it, upwards.</summary>
    public IEnumerable<CimClass> Line(CimClass? type)
    {
        // The limit holds where classes are made; here it ends the walk through a known namespace that is in a circle.
        for (var left = limits.Superclasses + 1; type is not null && left > 0; type = Above(type), left--)
        {
            yield return type;
        }
    }

    /// <summary>Whether a part of a class or of one above it is missing: what is not found there may well be in that part.</summary>
    public bool IsBroken(CimClass type) => Line(type).Any(one => Torn.Contains(one.Name) || (Declared.TryGetValue(one.Name, out var syntax) && syntax.Broken));

    /// <summary>Whether a class is another one or stands below it.</summary>
    public bool IsA(string type, string above) =>
        type.Equals(above, StringComparison.OrdinalIgnoreCase) || Line(Class(type)).Any(one => one.Name.Equals(above, StringComparison.OrdinalIgnoreCase));

    /// <summary>The property of a class or, next above it, of a superclass.</summary>
    public CimProperty? Property(CimClass? type, string property)
    {
        foreach (var one in Line(type))
        {
            if (one.Properties.Find(property) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The method of a class or, next above it, of a superclass.</summary>
    public CimMethod? Method(CimClass? type, string method)
    {
        foreach (var one in Line(type))
        {
            if (one.Methods.Find(method) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Whether a property is a key, by its own declaration or by one that it overrides.</summary>
    public bool IsKey(CimClass type, CimProperty property) => QualifierOf(type, property.Name, "Key") is { Value: { IsNull: false, Type: CimType.Boolean, Boolean: true } };

    /// <summary>The qualifier of a property that is in force in a class.</summary>
    public CimQualifier? QualifierOf(CimClass? type, string property, string qualifier)
    {
        var own = true;
        foreach (var one in Line(type))
        {
            if (one.Properties.Find(property) is { } declared)
            {
                if (declared.Qualifiers.Find(qualifier) is { } found && (own || found.Flavor.HasFlag(CimFlavor.ToSubclass)))
                {
                    return found;
                }

                own = false;
            }
        }

        return null;
    }

    /// <summary>The keys of a class, each as it is declared lowest. To be asked once all classes are made.</summary>
    public IReadOnlyList<CimProperty> Keys(CimClass? type) => Gathered(type, keys, IsKey);

    /// <summary>The references of a class, each as it is declared lowest. To be asked once all classes are made.</summary>
    public IReadOnlyList<CimProperty> References(CimClass? type) => Gathered(type, references, static (_, property) => property.IsReference);

    public CimNamespace Finished() => new(name, QualifierTypes.Values, Classes.Values, Instances);

    // From the class above, so that a wide class costs its width once and not for each class below it.
    private List<CimProperty> Gathered(CimClass? type, Dictionary<CimClass, List<CimProperty>> gathered, Func<CimClass, CimProperty, bool> belongs)
    {
        if (type is null)
        {
            return [];
        }

        if (!gathered.TryGetValue(type, out var found))
        {
            // Set first, so that a known namespace that is in a circle ends here.
            gathered[type] = found = [];
            found.AddRange(Gathered(Above(type), gathered, belongs).Where(property => type.Properties.Find(property.Name) is null));
            found.AddRange(type.Properties.Where(property => belongs(type, property)));
        }

        return found;
    }
}
