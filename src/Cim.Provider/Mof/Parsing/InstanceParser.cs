using Cim.Provider.Mof.Syntax;

namespace Cim.Provider.Mof.Parsing;

/// <summary>Reads instances.</summary>
internal sealed class InstanceParser
{
    private readonly Cursor cursor;
    private int depth;
    private string space = "";

    public InstanceParser(Cursor cursor)
    {
        this.cursor = cursor;
        Values = new(cursor) { Nested = Nested };
        Qualifiers = new(cursor, Values);
    }

    public ValueParser Values { get; }

    public QualifierParser Qualifiers { get; }

    // instanceDeclaration = [ qualifierList ] INSTANCE OF className [ alias ] "{" 1*valueInitializer "}" ";"
    public InstanceSyntax Declaration(List<QualifierSyntax> before, string inNamespace)
    {
        space = inNamespace;
        depth = 0;
        var instance = Instance(before);
        cursor.Close("after the instance");
        return instance;
    }

    // alias = AS aliasIdentifier
    private InstanceSyntax Instance(List<QualifierSyntax> before)
    {
        var start = cursor.Offset;
        cursor.NeedWord("instance", "to begin an instance");
        cursor.NeedWord("of", "after 'instance'");
        var name = cursor.Name("the name of the class");
        Word? alias = cursor.TakeWord("as") ? cursor.Alias() : null;
        var values = new List<AssignmentSyntax>();
        var broken = false;
        cursor.Need('{', alias is null ? "or 'as' after the name of the class" : "after the alias");
        while (!cursor.IsSign('}') && cursor.Kind is not (TokenKind.End or TokenKind.Pragma))
        {
            broken |= !Added(values);
            cursor.Counted(values.Count, "values in one instance");
        }

        cursor.Need('}', "to close the instance");
        return new(start, before, name, alias, values) { Text = cursor.Text, Namespace = space, Broken = broken };
    }

    private bool Added(List<AssignmentSyntax> values)
    {
        try
        {
            values.Add(Assignment());
            return true;
        }
        catch (SyntaxError)
        {
            cursor.Recover(inside: true);
            return false;
        }
    }

    // valueInitializer = [ qualifierList ] ( propertyName / referenceName ) "=" initializer ";"
    private AssignmentSyntax Assignment()
    {
        var before = Qualifiers.List();
        var name = cursor.Name("the name of a property");
        cursor.Need('=', $"after '{name}'");
        var value = Values.Initializer();
        cursor.Close($"after the value of '{name}'");
        return new(before, name, value);
    }

    private InstanceSyntax Nested()
    {
        if (++depth > cursor.Limits.Nesting)
        {
            throw cursor.Fatal(cursor.Offset, $"instances stand in instances more than {cursor.Limits.Nesting} deep");
        }

        try
        {
            return Instance(QualifierSyntax.None);
        }
        finally
        {
            depth--;
        }
    }
}
