namespace Cim.Provider.Mof.Parsing;

/// <summary>Reads one file.</summary>
internal sealed class FileParser
{
    private readonly Reading reading;
    private readonly Cursor cursor;
    private readonly InstanceParser instances;
    private readonly ClassParser classes;
    private readonly PragmaParser pragmas;

    public FileParser(Reading reading, Cursor cursor)
    {
        (this.reading, this.cursor) = (reading, cursor);
        instances = new(cursor);
        classes = new(cursor, instances.Qualifiers, instances.Values);
        pragmas = new(reading, cursor);
    }

    // mofSpecification = *mofProduction
    public void File()
    {
        while (cursor.Kind != TokenKind.End)
        {
            try
            {
                Production();
            }
            catch (SyntaxError)
            {
                cursor.Recover(inside: false);
            }
        }
    }

    // mofProduction = compilerDirective / classDeclaration / assocDeclaration / indicDeclaration / qualifierDeclaration / instanceDeclaration
    private void Production()
    {
        var start = cursor.Offset;
        if (cursor.Kind == TokenKind.Pragma)
        {
            pragmas.Directive();
            return;
        }

        if (cursor.IsWord("Qualifier"))
        {
            reading.Add(instances.Qualifiers.Declaration(reading.Namespace), start);
            return;
        }

        var before = instances.Qualifiers.List();
        if (cursor.IsWord("class"))
        {
            reading.Add(classes.Declaration(before, reading.Namespace), start);
        }
        else if (cursor.IsWord("instance"))
        {
            reading.Add(instances.Declaration(before, reading.Namespace), start);
        }
        else
        {
            throw cursor.Expected(before.Count > 0 ? "'class' or 'instance' after the qualifiers" : "a declaration: 'class', 'instance', 'Qualifier', '#pragma' or '['");
        }
    }
}
