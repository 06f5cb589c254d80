using System.Text;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof;

/// <summary>Writes declarations as MOF (DSP0004, Annex A): what the compiler reads of it is what was written.</summary>
public static class MofWriter
{
    /// <summary>The declaration of a qualifier type.</summary>
    public static string Text(CimQualifierType type)
    {
        var text = new StringBuilder($"Qualifier {type.Name} : {type.Type.Item.MofName}{Size(type.Type, type.ArraySize)}");
        text.Append(type.Default.IsNull ? "" : $" = {type.Default}");
        text.Append(", Scope(").AppendJoin(", ", Scopes(type.Scope)).Append("), Flavor(");
        text.AppendJoin(", ", Flavors(type.Flavor)).AppendLine(");");
        return text.ToString();
    }

    /// <summary>The declaration of a class.</summary>
    public static string Text(CimClass c)
    {
        var text = new StringBuilder();
        Qualifiers(text, c.Qualifiers, "");
        text.Append("class ").Append(c.Name).Append(c.Superclass is null ? "" : $" : {c.Superclass}").AppendLine(" {");
        foreach (var property in c.Properties)
        {
            Qualifiers(text, property.Qualifiers, "  ");
            text.Append("  ").Append(Slot(property.Slot, property.Name)).Append(property.Default.IsNull ? "" : $" = {property.Default}").AppendLine(";");
        }

        foreach (var method in c.Methods)
        {
            Qualifiers(text, method.Qualifiers, "  ");
            text.Append("  ").Append(method.Returns.MofName).Append(' ').Append(method.Name).Append('(');
            for (var i = 0; i < method.Parameters.Count; i++)
            {
                text.AppendLine(i == 0 ? "" : ",");
                Qualifiers(text, method.Parameters[i].Qualifiers, "    ");
                text.Append("    ").Append(Slot(method.Parameters[i].Slot, method.Parameters[i].Name));
            }

            text.AppendLine(");");
        }

        return text.AppendLine("};").ToString();
    }

    /// <summary>The declaration of an instance.</summary>
    public static string Text(CimInstance instance)
    {
        var text = new StringBuilder($"instance of {instance.Name} {{").AppendLine();
        foreach (var value in instance.Values)
        {
            text.Append("  ").Append(value.Name).Append(" = ").Append(Embedded(value.Value)).AppendLine(";");
        }

        return text.AppendLine("};").ToString();
    }

    // An embedded object is a text of MOF in a text.
    private static string Embedded(CimValue value) => value switch
    {
        { IsNull: true } => value.ToString(),
        { Type: CimType.Instance } => CimText.Quoted(Text(value.Object)),
        { Type: CimType.InstanceArray } => $"{{{string.Join(", ", value.Items.Select(Embedded))}}}",
        _ => value.ToString(),
    };

    private static string Text(CimElement element) => element is CimInstance instance ? Text(instance) : Text((CimClass)element);

    private static string Slot(CimSlot slot, string name) =>
        $"{(slot.ReferenceClass is { } target ? $"{target} REF" : slot.Type.Item.MofName)} {name}{Size(slot.Type, slot.ArraySize)}";

    private static string Size(CimType type, int? size) => type.IsArray ? $"[{size}]" : "";

    private static void Qualifiers(StringBuilder text, NamedList<CimQualifier> qualifiers, string indent)
    {
        if (qualifiers.Count > 0)
        {
            text.Append(indent).Append('[').AppendJoin(", ", qualifiers.Select(Qualifier)).AppendLine("]");
        }
    }

    // A boolean that is true needs no value, and one that is NULL has none.
    private static string Qualifier(CimQualifier qualifier)
    {
        var value = qualifier.Value switch
        {
            { IsNull: true } => qualifier.Value.Type == CimType.Boolean ? "(null)" : "",
            { Type: CimType.Boolean, Boolean: true } => "",
            { Type.IsArray: true } => $" {qualifier.Value}",
            _ => $"({qualifier.Value})",
        };
        return $"{qualifier.Name}{value} : {string.Join(' ', Flavors(qualifier.Flavor))}";
    }

    private static IEnumerable<string> Flavors(CimFlavor flavor)
    {
        yield return flavor.HasFlag(CimFlavor.EnableOverride) ? "EnableOverride" : "DisableOverride";
        yield return flavor.HasFlag(CimFlavor.ToSubclass) ? "ToSubclass" : "Restricted";
        if (flavor.HasFlag(CimFlavor.Translatable))
        {
            yield return "Translatable";
        }
    }

    private static IEnumerable<string> Scopes(CimScope scope) => scope.HasFlag(CimScope.Any)
        ? ["any"]
        : Enum.GetValues<CimScope>().Where(one => one is not (CimScope.None or CimScope.Any or CimScope.Qualifier) && scope.HasFlag(one)).Select(one => one.ToString().ToLowerInvariant());
}
