using Cim.Provider.Mof.Syntax;

namespace Cim.Provider.Mof.Parsing;

/// <summary>Reads and obeys compiler directives (DSP0004 §7.11).</summary>
internal sealed class PragmaParser(Reading reading, Cursor cursor)
{
    private const int ParametersMost = 16;

    // compilerDirective = PRAGMA pragmaName "(" pragmaParameter ")"
    // Of others' compilers: several parameters, words for texts, and none at all.
    public void Directive()
    {
        cursor.Next();
        var name = cursor.Name("the name of a pragma");
        List<Word> parameters = [];
        if (cursor.Take('('))
        {
            while (!cursor.IsSign(')'))
            {
                parameters.Add(Parameter());
                if (parameters.Count > ParametersMost)
                {
                    throw cursor.Fatal(name.Offset, $"a pragma has no more than {ParametersMost} parameters");
                }

                if (!cursor.Take(','))
                {
                    break;
                }
            }

            if (!cursor.IsSign(')'))
            {
                throw cursor.Expected("')' or ',' after the parameter of the pragma");
            }
        }

        Obey(name, parameters);
        cursor.Take(')');
    }

    private Word Parameter()
    {
        var start = cursor.Offset;
        return cursor.Kind switch
        {
            TokenKind.Text => new(cursor.Pieces(), start),
            TokenKind.Name => cursor.Name("a text"),
            _ => throw cursor.Expected("a text as the parameter of the pragma"),
        };
    }

    // Of the sources that sourcetype, source, nonlocaltype and nonlocal name nothing is fetched: they tell people where a text comes from.
    private void Obey(Word name, List<Word> parameters)
    {
        switch (name.Text.ToLowerInvariant())
        {
            case "include" when Only(name, parameters) is { } file:
                reading.Include(file.Text, cursor.Text, file.Offset, cursor.Text.Name);
                break;
            case "namespace" when Only(name, parameters) is { } space:
                Enter(space);
                break;
            case "locale" or "instancelocale" when Only(name, parameters) is { } locale:
                if (!IsLocale(locale.Text))
                {
                    cursor.Warning(locale.Offset, $"'{locale}' is no locale such as en_US");
                }

                break;
            case "source" or "sourcetype" or "nonlocal" or "nonlocaltype":
                Only(name, parameters);
                break;
            case "include" or "namespace" or "locale" or "instancelocale":
                break;
            default:
                cursor.Warning(name.Offset, $"the pragma '{name}' is not known and has no effect");
                break;
        }
    }

    private Word? Only(Word name, List<Word> parameters)
    {
        if (parameters.Count == 1)
        {
            return parameters[0];
        }

        cursor.Error(name.Offset, $"the pragma '{name}' has one parameter, a text in parentheses");
        return null;
    }

    private void Enter(Word space)
    {
        if (!NamespaceName.TryRead(space.Text, out var name, out var wrong))
        {
            cursor.Error(space.Offset, $"'{space}' is no namespace: {wrong}");
        }
        else if (reading.Names is null || reading.Names(name) is not null)
        {
            reading.Namespace = reading.Names?.Invoke(name) ?? name;
        }
        else
        {
            cursor.Error(space.Offset, $"there is no namespace '{name}' here");
        }
    }

    private static bool IsLocale(string text) => text switch
    {
        [var a, var b] => char.IsAsciiLetter(a) && char.IsAsciiLetter(b),
        [var a, var b, '_' or '-', var c, var d] => char.IsAsciiLetter(a) && char.IsAsciiLetter(b) && char.IsAsciiLetter(c) && char.IsAsciiLetter(d),
        _ => false,
    };
}
