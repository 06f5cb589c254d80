using System.Collections.Immutable;

namespace Cim.Provider.Schema;

/// <summary>A class with all that it inherits: properties, methods and the qualifiers that go on to subclasses (DSP0004 §5.1.2, §5.6.1.2).</summary>
public sealed class ResolvedClass : ResolvedElement
{
    private ResolvedClass(
        CimClass declared, ResolvedClass? superclass, NamedList<ResolvedQualifier> qualifiers, NamedList<ResolvedProperty> properties, NamedList<ResolvedMethod> methods)
        : base(declared.Name, qualifiers)
    {
        Declared = declared;
        Superclass = superclass;
        Properties = properties;
        Methods = methods;
        Keys = [.. properties.Where(property => property.IsKey)];
        References = [.. properties.Where(property => property.IsReference)];
    }

    /// <summary>What its own declaration says.</summary>
    public CimClass Declared { get; }

    /// <summary>The class above; null at the top.</summary>
    public ResolvedClass? Superclass { get; }

    /// <summary>Class, association or indication.</summary>
    public CimScope Kind => Declared.Kind;

    /// <summary>All its properties: those of the classes above come first.</summary>
    public NamedList<ResolvedProperty> Properties { get; }

    /// <summary>All its methods: those of the classes above come first.</summary>
    public NamedList<ResolvedMethod> Methods { get; }

    /// <summary>The properties that are keys.</summary>
    public ImmutableArray<ResolvedProperty> Keys { get; }

    /// <summary>The properties that are references.</summary>
    public ImmutableArray<ResolvedProperty> References { get; }

    /// <summary>Whether it is an association.</summary>
    public bool IsAssociation => Kind == CimScope.Association;

    /// <summary>Whether it is the class of that name or below it.</summary>
    public bool IsA(string name)
    {
        for (var c = this; c is not null; c = c.Superclass)
        {
            if (c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Resolves a declaration under the class above.</summary>
    public static ResolvedClass Of(CimClass declared, ResolvedClass? superclass)
    {
        var properties = superclass is null ? [] : superclass.Properties.Select(Inherited).ToList();
        foreach (var own in declared.Properties)
        {
            var at = properties.FindIndex(property => property.Name.Equals(own.Name, StringComparison.OrdinalIgnoreCase));
            var above = at < 0 ? null : properties[at];
            var property = new ResolvedProperty(
                own, above?.Index ?? properties.Count, above?.ClassOrigin ?? declared.Name, false, Held(own.Qualifiers, above?.Qualifiers));
            if (above is null)
            {
                properties.Add(property);
            }
            else
            {
                properties[at] = property;
            }
        }

        var methods = superclass is null ? [] : superclass.Methods.Select(Inherited).ToList();
        foreach (var own in declared.Methods)
        {
            var at = methods.FindIndex(method => method.Name.Equals(own.Name, StringComparison.OrdinalIgnoreCase));
            var above = at < 0 ? null : methods[at];
            var method = new ResolvedMethod(own, above?.ClassOrigin ?? declared.Name, false, Held(own.Qualifiers, above?.Qualifiers));
            if (above is null)
            {
                methods.Add(method);
            }
            else
            {
                methods[at] = method;
            }
        }

        return new(declared, superclass, Held(declared.Qualifiers, superclass?.Qualifiers), new([.. properties]), new([.. methods]));
    }

    private static ResolvedProperty Inherited(ResolvedProperty above) =>
        new(above.Declared, above.Index, above.ClassOrigin, true, Held(NamedList<CimQualifier>.Empty, above.Qualifiers));

    private static ResolvedMethod Inherited(ResolvedMethod above) =>
        new(above.Declared, above.ClassOrigin, true, Held(NamedList<CimQualifier>.Empty, above.Qualifiers));

    // A qualifier that is not restricted goes on to subclasses, unless they say it anew.
    private static NamedList<ResolvedQualifier> Held(NamedList<CimQualifier> own, NamedList<ResolvedQualifier>? above)
    {
        var held = own.Select(qualifier => new ResolvedQualifier(qualifier, false)).ToList();
        foreach (var inherited in above ?? NamedList<ResolvedQualifier>.Empty)
        {
            if (inherited.Flavor.HasFlag(CimFlavor.ToSubclass) && own.Find(inherited.Name) is null)
            {
                held.Add(new(inherited.Declared, true));
            }
        }

        return held.Count == 0 ? NamedList<ResolvedQualifier>.Empty : new([.. held]);
    }
}
