using Cim.Provider.Mof.Syntax;

namespace Cim.Provider.Mof.Parsing;

/// <summary>Reads values.</summary>
internal sealed class ValueParser(Cursor cursor)
{
    /// <summary>Reads an instance in the place of a value; set by the parser of instances, as each of them needs the other.</summary>
    public required Func<InstanceSyntax> Nested { private get; init; }

    // initializer = constantValue / arrayInitializer / referenceInitializer
    public ValueSyntax Initializer() => cursor.IsSign('{') ? ArrayInitializer() : Constant();

    // arrayInitializer = "{" [ constantValue *( "," constantValue ) ] "}"
    public ValueSyntax.List ArrayInitializer()
    {
        var list = new ValueSyntax.List(cursor.Offset, []);
        cursor.Need('{', "to open a list");
        if (cursor.Take('}'))
        {
            return list;
        }

        do
        {
            list.Items.Add(Constant());
            cursor.Counted(list.Items.Count, "items in one list");
        }
        while (cursor.Take(','));

        cursor.Need('}', "or ',' in the list");
        return list;
    }

    // constantValue = integerValue / realValue / charValue / stringValue / datetimeValue / booleanValue / nullValue
    // referenceInitializer = objectPath / aliasIdentifier; an instance may stand here too, as some compilers allow
    public ValueSyntax Constant()
    {
        var start = cursor.Offset;
        switch (cursor.Kind)
        {
            case TokenKind.Integer:
                var whole = cursor.Next();
                return new ValueSyntax.Integer(start, whole.Negative, whole.Number);
            case TokenKind.Real:
                return new ValueSyntax.Real(start, cursor.Next().Real);
            case TokenKind.Character:
                return new ValueSyntax.Character(start, (char)cursor.Next().Number);
            case TokenKind.Text:
                return new ValueSyntax.Text(start, cursor.Pieces());
            case TokenKind.Alias:
                return new ValueSyntax.Alias(start, cursor.Alias().Text);
            case TokenKind.Name when cursor.IsWord("instance"):
                return new ValueSyntax.Instance(Nested());
            case TokenKind.Name:
                return Word(start);
            default:
                throw cursor.Expected("a value");
        }
    }

    // booleanValue = TRUE / FALSE, nullValue = NULL
    private ValueSyntax Word(int start) =>
        cursor.TakeWord("true") ? new ValueSyntax.Truth(start, true)
        : cursor.TakeWord("false") ? new ValueSyntax.Truth(start, false)
        : cursor.TakeWord("null") ? new ValueSyntax.Null(start)
        : throw cursor.Expected("a value");
}
