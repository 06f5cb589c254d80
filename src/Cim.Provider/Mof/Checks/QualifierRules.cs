using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>A qualifier that is declared DisableOverride says the same all the way down (DSP0004 §5.6.1.2).</summary>
internal sealed class QualifierRules(Diagnostics diagnostics)
{
    public void Check(ClassSyntax syntax, CimClass type, Space space)
    {
        if (space.Above(type) is not { } above)
        {
            return;
        }

        Compare(syntax, syntax.Qualifiers, type, space.Line(above));
        foreach (var feature in syntax.Features)
        {
            var name = feature.Name.Text;
            if (feature is PropertySyntax && type.Properties.Find(name) is { } property)
            {
                Compare(syntax, feature.Qualifiers, property, space.Line(above).Select(one => one.Properties.Find(name)));
            }
            else if (feature is MethodSyntax && type.Methods.Find(name) is { } method)
            {
                Compare(syntax, feature.Qualifiers, method, space.Line(above).Select(one => one.Methods.Find(name)));
            }
        }
    }

    private void Compare(ClassSyntax syntax, List<QualifierSyntax> written, QualifiedElement element, IEnumerable<QualifiedElement?> line)
    {
        foreach (var qualifier in written)
        {
            if (element.Qualifiers.Find(qualifier.Name.Text) is not { } own)
            {
                continue;
            }

            foreach (var above in line)
            {
                if (above?.Qualifiers.Find(own.Name) is { } inherited && inherited.Flavor.HasFlag(CimFlavor.ToSubclass))
                {
                    if (!inherited.Flavor.HasFlag(CimFlavor.EnableOverride) && inherited.Value != own.Value)
                    {
                        diagnostics.Error(syntax.Text, qualifier.Name.Offset, $"the qualifier '{own.Name}' of '{element.Name}' is {inherited.Value} above and declared DisableOverride: it cannot become {own.Value}");
                    }

                    break;
                }
            }
        }
    }
}
