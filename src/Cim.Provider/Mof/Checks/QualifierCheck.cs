using Cim.Provider.Mapping;
using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>Checks qualifiers and the declarations of their types (DSP0004 §5.6.1).</summary>
internal sealed class QualifierCheck(Diagnostics diagnostics, ValueCheck values)
{
    /// <summary>Declares a qualifier type in its namespace.</summary>
    public void Declare(QualifierTypeSyntax syntax, Space space)
    {
        var name = syntax.Name;
        var scope = ScopeWords.Read(syntax.Scope, syntax.Text, diagnostics);
        if (syntax.Scope.Count == 0)
        {
            diagnostics.Error(syntax.Text, name.Offset, $"the qualifier '{name}' has no scope");
        }

        var flavor = FlavorWords.Apply(CimFlavor.Usual, syntax.Flavors, syntax.Text, diagnostics);
        var standard = values.Bind(syntax.Text, syntax.Value, syntax.Type.Slot, new("the default of the qualifier", name.Text));
        if (!space.QualifierTypes.TryAdd(name.Text, new(name.Text, standard, syntax.Type.Slot.ArraySize, scope, flavor)))
        {
            diagnostics.Error(syntax.Text, name.Offset, $"the qualifier '{name}' is declared already");
        }
    }

    /// <summary>The qualifiers of an element.</summary>
    public NamedList<CimQualifier> Bind(List<QualifierSyntax> list, Space space, MofText text, CimScope place)
    {
        if (list.Count == 0)
        {
            return NamedList<CimQualifier>.Empty;
        }

        var bound = new List<CimQualifier>(list.Count);
        var names = new HashSet<string>(list.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var syntax in list)
        {
            if (Bind(syntax, space, text, place) is not { } qualifier)
            {
                continue;
            }

            if (names.Add(qualifier.Name))
            {
                bound.Add(qualifier);
            }
            else
            {
                diagnostics.Error(text, syntax.Name.Offset, $"the qualifier '{syntax.Name}' stands here twice");
            }
        }

        return new([.. bound]);
    }

    private CimQualifier? Bind(QualifierSyntax syntax, Space space, MofText text, CimScope place)
    {
        var name = syntax.Name;
        if (space.QualifierType(name.Text) is not { } type)
        {
            diagnostics.Error(text, name.Offset, $"the qualifier '{name}' is not declared");
            return null;
        }

        if (!type.Scope.HasFlag(place))
        {
            diagnostics.Error(text, name.Offset, $"the qualifier '{name}' must not stand on {Article(place)}; it is for {ScopeWords.Say(type.Scope)}");
        }

        // Without a value a boolean qualifier is true and any other NULL (DSP0004 §7.9).
        var value = syntax.Value is null && type.Type == CimType.Boolean
            ? CimValue.Of(true)
            : values.Bind(text, syntax.Value, new(type.Type, type.ArraySize), new("the qualifier", name.Text));
        return new(type.Name, value, FlavorWords.Apply(type.Flavor, syntax.Flavors, text, diagnostics), MappingQualifiers.IsOne(type.Name) ? text.PlaceOf(name.Offset) : null);
    }

    private static string Article(CimScope place) =>
        place is CimScope.Association or CimScope.Indication ? $"an {ScopeWords.Say(place)}" : $"a {ScopeWords.Say(place)}";
}
