using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>What a class may be, once all classes are known (DSP0004 §5.1.2, §5.6.3).</summary>
internal sealed class ClassRules(Diagnostics diagnostics)
{
    private readonly OverrideRules overrides = new(diagnostics);
    private readonly KeyRules keys = new(diagnostics);
    private readonly TargetRules targets = new(diagnostics);
    private readonly QualifierRules qualifiers = new(diagnostics);

    public void Check(ClassSyntax syntax, Space space)
    {
        var type = space.Classes[syntax.Name.Text];
        var above = space.Above(type);
        if (above is not null)
        {
            Below(syntax, type, above);
        }

        foreach (var feature in syntax.Features)
        {
            Feature(syntax, feature, type, space);
        }

        overrides.Check(syntax, type, space);
        qualifiers.Check(syntax, type, space);
        keys.Check(syntax, type, space);
        if (type.Kind == CimScope.Association && !space.IsBroken(type) && space.References(type).Count < 2)
        {
            diagnostics.Error(syntax.Text, syntax.Name.Offset, $"the association '{type.Name}' must have two references or more");
        }
    }

    private void Below(ClassSyntax syntax, CimClass type, CimClass above)
    {
        var offset = syntax.Superclass!.Value.Offset;
        if (above.Is("Terminal"))
        {
            diagnostics.Error(syntax.Text, offset, $"'{above.Name}' is declared Terminal: no class stands below it");
        }

        if (type.Kind != above.Kind && (type.Kind == CimScope.Association || above.Kind == CimScope.Association))
        {
            var (wrong, right) = type.Kind == CimScope.Association ? (above.Name, type.Name) : (type.Name, above.Name);
            diagnostics.Error(syntax.Text, offset, $"'{right}' is an association and '{wrong}' is none: neither can stand above the other");
        }
    }

    private void Feature(ClassSyntax syntax, FeatureSyntax feature, CimClass type, Space space)
    {
        if (feature is MethodSyntax method)
        {
            foreach (var parameter in method.Parameters)
            {
                var declared = type.Methods.Find(method.Name.Text)?.Parameters.Find(parameter.Name.Text);
                targets.Check(syntax, parameter, declared, space);
            }

            targets.Check(syntax, method, type.Methods.Find(method.Name.Text), space);
            return;
        }

        if (feature.Type.Slot.IsReference && type.Kind != CimScope.Association)
        {
            diagnostics.Error(syntax.Text, feature.Type.Offset, $"the reference '{feature.Name}' must stand in an association, and '{type.Name}' is none");
        }

        targets.Check(syntax, feature, type.Properties.Find(feature.Name.Text), space);
    }
}
