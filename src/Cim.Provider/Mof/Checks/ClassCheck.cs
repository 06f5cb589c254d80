using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>Makes classes of their declarations, superclasses first in whatever order they stand (DSP0004 §5.1.2.4, §7.6).</summary>
internal sealed class ClassCheck(Diagnostics diagnostics, QualifierCheck qualifiers, ValueCheck values, MofLimits limits)
{
    private readonly List<ClassSyntax> open = [];

    /// <summary>Makes a class, and those above it before.</summary>
    public void Make(ClassSyntax syntax, Space space)
    {
        if (!space.Classes.ContainsKey(syntax.Name.Text))
        {
            space.Classes[syntax.Name.Text] = Build(syntax, space);
        }
    }

    /// <summary>Makes a class that is not kept: one that is embedded in an instance.</summary>
    public CimClass Build(ClassSyntax syntax, Space space)
    {
        var name = syntax.Name.Text;
        open.Add(syntax);
        var above = Above(syntax, space);
        open.RemoveAt(open.Count - 1);
        if (above is null && syntax.Superclass is not null)
        {
            space.Torn.Add(name);
        }

        if (!name.Contains('_', StringComparison.Ordinal))
        {
            diagnostics.Warning(syntax.Text, syntax.Name.Offset, $"the name '{name}' has no schema before it, as in Xen_{name}");
        }

        var kind = Kind(syntax, above);
        var marks = qualifiers.Bind(syntax.Qualifiers, space, syntax.Text, kind);
        return new(name, above?.Name, kind, Properties(syntax, space), Methods(syntax, space), marks);
    }

    private CimClass? Above(ClassSyntax syntax, Space space)
    {
        if (syntax.Superclass is not { } name)
        {
            return null;
        }

        var circle = open.FindIndex(one => one.Name.Text.Equals(name.Text, StringComparison.OrdinalIgnoreCase));
        if (circle >= 0)
        {
            var way = string.Join(" : ", open.Skip(circle).Select(one => one.Name.Text).Append(name.Text));
            diagnostics.Error(syntax.Text, name.Offset, $"the class '{name}' is above itself: {way}");
            return null;
        }

        if (!space.Classes.ContainsKey(name.Text) && space.Declared.TryGetValue(name.Text, out var declared))
        {
            if (open.Count > limits.Superclasses)
            {
                return TooHigh(syntax, name, open[0]);
            }

            Make(declared, space);
        }

        var above = space.Class(name.Text);
        if (space.Line(above).Count() > limits.Superclasses)
        {
            return TooHigh(syntax, name, syntax);
        }

        if (above is null)
        {
            diagnostics.Error(syntax.Text, name.Offset, $"the superclass '{name}' of '{syntax.Name}' is not declared");
        }

        return above;
    }

    private CimClass? TooHigh(ClassSyntax syntax, Word name, ClassSyntax low)
    {
        diagnostics.Error(syntax.Text, name.Offset, $"more than {limits.Superclasses} classes stand above the class '{low.Name}'");
        return null;
    }

    private static CimScope Kind(ClassSyntax syntax, CimClass? above) =>
        Stands(syntax, "Association") ? CimScope.Association
        : Stands(syntax, "Indication") ? CimScope.Indication
        : above?.Kind ?? CimScope.Class;

    private static bool Stands(ClassSyntax syntax, string qualifier) =>
        syntax.Qualifiers.Exists(one => one.Name.Text.Equals(qualifier, StringComparison.OrdinalIgnoreCase) && one.Value is null or ValueSyntax.Truth { Value: true });

    private NamedList<CimProperty> Properties(ClassSyntax syntax, Space space)
    {
        var properties = new List<CimProperty>(syntax.Features.Count);
        foreach (var feature in Distinct(syntax, syntax.Features.OfType<PropertySyntax>(), "property"))
        {
            var slot = feature.Type.Slot;
            var marks = qualifiers.Bind(feature.Qualifiers, space, syntax.Text, slot.IsReference ? CimScope.Reference : CimScope.Property);
            properties.Add(new(feature.Name.Text, slot, values.Bind(syntax.Text, feature.Value, slot, new("the default of", feature.Name.Text)), marks));
        }

        return new([.. properties]);
    }

    private NamedList<CimMethod> Methods(ClassSyntax syntax, Space space)
    {
        var methods = new List<CimMethod>();
        foreach (var feature in Distinct(syntax, syntax.Features.OfType<MethodSyntax>(), "method"))
        {
            var parameters = new List<CimParameter>(feature.Parameters.Count);
            foreach (var parameter in Distinct(syntax, feature.Parameters, "parameter"))
            {
                parameters.Add(new(parameter.Name.Text, parameter.Type.Slot, qualifiers.Bind(parameter.Qualifiers, space, syntax.Text, CimScope.Parameter)));
            }

            var marks = qualifiers.Bind(feature.Qualifiers, space, syntax.Text, CimScope.Method);
            methods.Add(new(feature.Name.Text, feature.Type.Slot.Type, new([.. parameters]), marks));
        }

        return new([.. methods]);
    }

    private IEnumerable<T> Distinct<T>(ClassSyntax syntax, IEnumerable<T> features, string what)
        where T : FeatureSyntax
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var feature in features)
        {
            if (names.Add(feature.Name.Text))
            {
                yield return feature;
            }
            else
            {
                diagnostics.Error(syntax.Text, feature.Name.Offset, $"the {what} '{feature.Name}' is declared already in '{syntax.Name}'");
            }
        }
    }
}
