using Cim.Provider.Mof.Syntax;

namespace Cim.Provider.Mof.Parsing;

/// <summary>Reads qualifiers and the declarations of their types.</summary>
internal sealed class QualifierParser(Cursor cursor, ValueParser values)
{
    // qualifierList = "[" qualifier *( "," qualifier ) "]"
    public List<QualifierSyntax> List()
    {
        if (!cursor.Take('['))
        {
            return QualifierSyntax.None;
        }

        var list = new List<QualifierSyntax>();
        do
        {
            list.Add(Qualifier());
            cursor.Counted(list.Count, "qualifiers on one element");
        }
        while (cursor.Take(','));

        cursor.Need(']', "or ',' after the qualifier");
        return list;
    }

    // qualifierDeclaration = QUALIFIER qualifierName qualifierType scope [ defaultFlavor ] ";"
    // qualifierType = ":" dataType [ array ] [ defaultValue ]
    public QualifierTypeSyntax Declaration(string space)
    {
        cursor.NeedWord("Qualifier", "to begin the declaration of a qualifier");
        var name = cursor.Name("the name of the qualifier");
        cursor.Need(':', "after the name of the qualifier");
        var type = TypeParser.Array(cursor, TypeParser.DataType(cursor));
        var value = cursor.Take('=') ? values.Initializer() : null;
        List<Word> scope = [], flavors = [];
        while (cursor.Take(','))
        {
            if (cursor.TakeWord("Scope"))
            {
                scope.AddRange(Words("where the qualifier may stand, such as class"));
            }
            else if (cursor.TakeWord("Flavor"))
            {
                flavors.AddRange(Words("a flavor, such as ToSubclass"));
            }
            else
            {
                throw cursor.Expected("'Scope' or 'Flavor'");
            }
        }

        cursor.Close("after the declaration of the qualifier");
        return new(name, type, value, scope, flavors) { Text = cursor.Text, Namespace = space };
    }

    // qualifier = qualifierName [ qualifierParameter ] [ ":" 1*flavor ]
    // qualifierParameter = "(" constantValue ")" / arrayInitializer
    private QualifierSyntax Qualifier()
    {
        var name = cursor.Name("the name of a qualifier");
        ValueSyntax? value = null;
        if (cursor.Take('('))
        {
            value = values.Initializer();
            cursor.Need(')', "after the value of the qualifier");
        }
        else if (cursor.IsSign('{'))
        {
            value = values.ArrayInitializer();
        }

        var flavors = new List<Word>(0);
        if (cursor.Take(':'))
        {
            do
            {
                flavors.Add(cursor.Name("a flavor, such as ToSubclass"));
                cursor.Counted(flavors.Count, "flavors on one qualifier");
            }
            while (cursor.Kind == TokenKind.Name);
        }

        return new(name, value, flavors);
    }

    // scope = "," SCOPE "(" metaElement *( "," metaElement ) ")"
    // defaultFlavor = "," FLAVOR "(" flavor *( "," flavor ) ")"
    private List<Word> Words(string what)
    {
        var words = new List<Word>();
        cursor.Need('(', "to open the list");
        do
        {
            words.Add(cursor.Name(what));
            cursor.Counted(words.Count, "items in one list");
        }
        while (cursor.Take(','));

        cursor.Need(')', "or ',' in the list");
        return words;
    }
}
