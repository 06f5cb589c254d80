using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>What may be a key, and who has keys (DSP0004 §5.6.3.26).</summary>
internal sealed class KeyRules(Diagnostics diagnostics)
{
    public void Check(ClassSyntax syntax, CimClass type, Space space)
    {
        var above = space.Above(type);
        foreach (var feature in syntax.Features)
        {
            if (feature is not PropertySyntax property || type.Properties.Find(property.Name.Text) is not { } declared || !space.IsKey(type, declared))
            {
                continue;
            }

            if (Unfit(declared) is { } wrong)
            {
                diagnostics.Error(syntax.Text, property.Name.Offset, $"the key '{property.Name}' must not be {wrong}");
            }

            if (space.Keys(above) is [var other, ..] keys && !keys.Any(key => key.Name.Equals(declared.Name, StringComparison.OrdinalIgnoreCase)))
            {
                diagnostics.Error(syntax.Text, property.Name.Offset, $"'{property.Name}' must not be a further key of '{type.Name}': '{above!.Name}' has its keys, such as '{other.Name}'");
            }
        }

        if (!type.Is("Abstract") && !space.IsBroken(type) && type.Kind != CimScope.Indication && !IsValueOnly(type, space) && space.Keys(type).Count == 0)
        {
            diagnostics.Warning(syntax.Text, syntax.Name.Offset, $"the class '{type.Name}' has no keys: its instances can only be embedded");
        }
    }

    private static string? Unfit(CimProperty property) =>
        property.Slot.Type.IsArray ? "an array"
        : property.TextOf("EmbeddedInstance") is not null || property.Is("EmbeddedObject") ? "an embedded object"
        : null;

    private static bool IsValueOnly(CimClass type, Space space) => space.Line(type).Any(one => one.Is("Structure") || one.Is("Exception"));
}
