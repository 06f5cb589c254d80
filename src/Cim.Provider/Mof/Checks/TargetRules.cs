using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>References and embedded instances lead to a class that is there (DSP0004 §5.1.2.11, §5.6.3.14, §5.6.3.15).</summary>
internal sealed class TargetRules(Diagnostics diagnostics)
{
    public void Check(ClassSyntax syntax, FeatureSyntax feature, QualifiedElement? declared, Space space)
    {
        if (feature.Type.Slot.ReferenceClass is { } target && !IsThere(target, space))
        {
            diagnostics.Error(syntax.Text, feature.Type.Offset, $"the class '{target}' that '{feature.Name}' refers to is not declared");
        }

        var embedded = declared?.TextOf("EmbeddedInstance");
        if (embedded is not null && !IsThere(embedded, space))
        {
            diagnostics.Error(syntax.Text, Place(feature, "EmbeddedInstance"), $"the class '{embedded}' that '{feature.Name}' embeds is not declared");
        }

        var mark = embedded is not null ? "EmbeddedInstance" : declared is not null && declared.Is("EmbeddedObject") ? "EmbeddedObject" : null;
        if (mark is not null && feature.Type.Slot.Type.Item != CimType.String)
        {
            diagnostics.Error(syntax.Text, feature.Type.Offset, $"'{feature.Name}' bears {mark}: its type must be string, not {feature.Type.Slot}");
        }
    }

    /// <summary>Where a qualifier of a feature stands.</summary>
    public static int Place(FeatureSyntax feature, string qualifier) =>
        feature.Qualifiers.Find(one => one.Name.Text.Equals(qualifier, StringComparison.OrdinalIgnoreCase))?.Name.Offset ?? feature.Name.Offset;

    private static bool IsThere(string name, Space space) => space.Class(name) is not null;
}
