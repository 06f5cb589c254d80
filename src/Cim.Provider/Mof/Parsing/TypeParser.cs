using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Parsing;

/// <summary>Reads types.</summary>
internal static class TypeParser
{
    // dataType = DT_UINT8 / DT_SINT8 / … / DT_STR / DT_BOOL / DT_CHAR16 / DT_DATETIME
    public static TypeSyntax DataType(Cursor cursor)
    {
        var offset = cursor.Offset;
        var name = cursor.Name("a type");
        if (!CimTypes.TryParse(name.Text, out var type))
        {
            cursor.Error(offset, $"'{name}' is no type");
            throw new SyntaxError();
        }

        return new(new(type), offset);
    }

    // dataType / objectRef, where objectRef = className REF
    public static TypeSyntax DataTypeOrReference(Cursor cursor)
    {
        var offset = cursor.Offset;
        var name = cursor.Name("a type");
        if (CimTypes.TryParse(name.Text, out var type))
        {
            return new(new(type), offset);
        }

        if (cursor.TakeWord("REF"))
        {
            return new(new(CimType.Reference, null, name.Text), offset);
        }

        cursor.Error(offset, $"'{name}' is no type; for a reference, 'REF' must follow the name of the class");
        throw new SyntaxError();
    }

    // array = "[" [ positiveDecimalValue ] "]"
    public static TypeSyntax Array(Cursor cursor, TypeSyntax type)
    {
        if (!cursor.Take('['))
        {
            return type;
        }

        int? size = null;
        if (cursor.Kind == TokenKind.Integer)
        {
            var start = cursor.Offset;
            var number = cursor.Next();
            if (number.Negative || number.Number is 0 or > int.MaxValue)
            {
                cursor.Error(start, $"the bound of an array must be from 1 to {int.MaxValue}");
            }
            else
            {
                size = (int)number.Number;
            }
        }

        cursor.Need(']', "to close the bound of the array");
        return type with { Slot = type.Slot with { Type = type.Slot.Type.Array, ArraySize = size } };
    }
}
