using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>What a subclass may change of a feature of its superclass (DSP0004 §5.6.3.34).</summary>
internal sealed class OverrideRules(Diagnostics diagnostics)
{
    public void Check(ClassSyntax syntax, CimClass type, Space space)
    {
        var above = space.Above(type);
        var broken = above is not null ? space.IsBroken(above) : syntax.Superclass is not null;
        foreach (var feature in syntax.Features)
        {
            if (feature is PropertySyntax && type.Properties.Find(feature.Name.Text) is { } property)
            {
                var inherited = space.Property(above, property.Name);
                if (Named(syntax, feature, property, inherited, "property", broken) && inherited is not null)
                {
                    Same(syntax, feature, property.Slot, inherited.Slot, $"'{inherited.Name}'", space);
                    Embedded(syntax, feature, property, inherited, space);
                }
            }
            else if (feature is MethodSyntax { } written && type.Methods.Find(feature.Name.Text) is { } method)
            {
                var inherited = space.Method(above, method.Name);
                if (Named(syntax, feature, method, inherited, "method", broken) && inherited is not null)
                {
                    Signature(syntax, written, method, inherited, space);
                }
            }
        }
    }

    // Whether the feature overrides one above, and says so.
    private bool Named(ClassSyntax syntax, FeatureSyntax feature, QualifiedElement declared, QualifiedElement? inherited, string what, bool broken)
    {
        if (declared.TextOf("Override") is not { } name)
        {
            if (inherited is not null)
            {
                diagnostics.Error(syntax.Text, feature.Name.Offset, $"the {what} '{feature.Name}' is inherited: it must bear Override (\"{inherited.Name}\") to be declared again");
            }

            return false;
        }

        // Early schemas put the class before the name: Override ("CIM_Thing.Name").
        var target = name[(name.LastIndexOf('.') + 1)..];
        var offset = TargetRules.Place(feature, "Override");
        if (!target.Equals(declared.Name, StringComparison.OrdinalIgnoreCase))
        {
            diagnostics.Error(syntax.Text, offset, $"'{feature.Name}' can only override a {what} of the same name, not '{target}'");
            return false;
        }

        if (inherited is null && !broken)
        {
            diagnostics.Error(syntax.Text, offset, $"no class above '{syntax.Name}' has a {what} '{target}' to override");
        }

        return inherited is not null;
    }

    private void Signature(ClassSyntax syntax, MethodSyntax written, CimMethod method, CimMethod inherited, Space space)
    {
        if (method.Returns != inherited.Returns)
        {
            diagnostics.Error(syntax.Text, written.Type.Offset, $"'{method.Name}' must return {inherited.Returns.MofName}, as the method that it overrides, not {method.Returns.MofName}");
        }

        foreach (var parameter in written.Parameters)
        {
            if (inherited.Parameters.Find(parameter.Name.Text) is not { } other)
            {
                diagnostics.Error(syntax.Text, parameter.Name.Offset, $"the method '{method.Name}' that is overridden has no parameter '{parameter.Name}'");
            }
            else
            {
                Same(syntax, parameter, parameter.Type.Slot, other.Slot, $"the parameter '{other.Name}'", space);
            }
        }

        if (inherited.Parameters.FirstOrDefault(other => method.Parameters.Find(other.Name) is null) is { } missing)
        {
            diagnostics.Error(syntax.Text, written.Name.Offset, $"the parameter '{missing.Name}' of the method '{method.Name}' that is overridden is missing");
        }
    }

    private void Same(ClassSyntax syntax, FeatureSyntax feature, CimSlot slot, CimSlot other, string what, Space space)
    {
        if (slot.Type != other.Type || slot.ArraySize != other.ArraySize)
        {
            diagnostics.Error(syntax.Text, feature.Type.Offset, $"the type of {what} is {other}, and overriding it with {slot} changes it");
        }
        else if (slot.ReferenceClass is { } target && other.ReferenceClass is { } wide && space.Class(target) is { } found && !space.IsBroken(found) && !space.IsA(target, wide))
        {
            diagnostics.Error(syntax.Text, feature.Type.Offset, $"{what} refers to '{wide}', and '{target}' is not a class below it");
        }
    }

    private void Embedded(ClassSyntax syntax, FeatureSyntax feature, CimProperty property, CimProperty inherited, Space space)
    {
        if (property.TextOf("EmbeddedInstance") is { } target && inherited.TextOf("EmbeddedInstance") is { } wide && space.Class(target) is not null && !space.IsA(target, wide))
        {
            diagnostics.Error(syntax.Text, TargetRules.Place(feature, "EmbeddedInstance"), $"'{inherited.Name}' embeds '{wide}', and '{target}' is not a class below it");
        }
    }
}
