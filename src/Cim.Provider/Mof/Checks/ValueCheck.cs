using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>Gives a value that was written the type of its place, or says why it does not fit (DSP0004 §5.2, §7.12).</summary>
internal sealed class ValueCheck(Diagnostics diagnostics)
{
    /// <summary>The value with its type; NULL where it does not fit.</summary>
    /// <param name="objects">Reads references and embedded objects in an instance; elsewhere there is none.</param>
    public CimValue Bind(MofText text, ValueSyntax? syntax, CimSlot slot, Subject subject, Func<ValueSyntax, CimValue?>? objects = null)
    {
        var type = slot.Type;
        if (syntax is null or ValueSyntax.Null)
        {
            return CimValue.Null(type);
        }

        if (syntax is not ValueSyntax.List list)
        {
            return type.IsArray
                ? Wrong(text, syntax, type, $"{subject} is an array: its value must stand in braces")
                : Item(text, syntax, type, subject, objects);
        }

        if (!type.IsArray)
        {
            return Wrong(text, syntax, type, $"{subject} is no array: its value must not stand in braces");
        }

        if (list.Items.Count > slot.ArraySize)
        {
            return Wrong(text, list.Items[slot.ArraySize.Value], type, $"{subject} has no more than {slot.ArraySize} items, and here are {list.Items.Count}");
        }

        var items = new CimValue[list.Items.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Item(text, list.Items[i], type.Item, subject, objects);
        }

        // An array of embedded objects is one of instances, whatever its place is declared as.
        return CimValue.OfItems(items.Length > 0 && items.All(item => item.Type == CimType.Instance) ? CimType.InstanceArray : type, items);
    }

    private CimValue Item(MofText text, ValueSyntax syntax, CimType type, Subject subject, Func<ValueSyntax, CimValue?>? objects)
    {
        if (objects?.Invoke(syntax) is { } value)
        {
            return value;
        }

        switch (syntax)
        {
            case ValueSyntax.Null:
                return CimValue.Null(type);
            case ValueSyntax.Truth truth when type == CimType.Boolean:
                return CimValue.Of(truth.Value);
            case ValueSyntax.Text content when type == CimType.String:
                return CimValue.Of(content.Value);
            case ValueSyntax.Text content when type == CimType.DateTime:
                return CimDateTime.TryParse(content.Value, out var time)
                    ? CimValue.Of(time)
                    : Wrong(text, syntax, type, $"{subject} must be a datetime, as yyyymmddhhmmss.mmmmmmsutc or ddddddddhhmmss.mmmmmm:000");
            case ValueSyntax.Text content when type == CimType.Reference:
                return CimObjectPathReader.TryRead(content.Value, out var path, out var wrong)
                    ? CimValue.Of(path)
                    : Wrong(text, syntax, type, $"{subject} must be the path of an object: {wrong}");
            case ValueSyntax.Character unit when type == CimType.Char16:
                return CimValue.Of(unit.Value);
            case ValueSyntax.Integer { Value: var number } when type == CimType.Char16 && number >= 0 && number <= char.MaxValue:
                return CimValue.Of((char)number);
            case ValueSyntax.Integer number when type.IsInteger:
                return number.Value >= type.Least && number.Value <= type.Greatest
                    ? CimValue.OfInteger(type, number.Value)
                    : Wrong(text, syntax, type, $"{subject} is {number.Value}, and {type.MofName} goes from {type.Least} to {type.Greatest}");
            case ValueSyntax.Integer number when type.IsReal:
                return Real(text, syntax, type, (double)number.Value, subject);
            case ValueSyntax.Real number when type.IsReal:
                return Real(text, syntax, type, number.Value, subject);
            default:
                return Wrong(text, syntax, type, $"{subject} must be {Article(type)}, not {syntax.Shown}");
        }
    }

    private CimValue Real(MofText text, ValueSyntax syntax, CimType type, double value, Subject subject) =>
        type == CimType.Real32 && float.IsInfinity((float)value)
            ? Wrong(text, syntax, type, $"{subject} does not fit into real32")
            : CimValue.OfReal(type, value);

    private CimValue Wrong(MofText text, ValueSyntax syntax, CimType type, string message)
    {
        diagnostics.Error(text, syntax.Offset, message);
        return CimValue.Null(type);
    }

    private static string Article(CimType type) => type switch
    {
        CimType.String => "a text",
        CimType.Reference => "a reference",
        _ => $"of type {type.MofName}",
    };
}
