using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>Reads expressions of the mapping language and binds them to the model as it goes: a field that is not there is an error here.</summary>
/// <param name="tokens">The text.</param>
/// <param name="c">The class of the objects; null where the source is the server itself.</param>
/// <param name="item">The type of the items; null where an object makes one instance.</param>
/// <param name="itemValue">The type of the values under the keys; null where items are no keys.</param>
/// <param name="scope">What all mappings of a namespace share.</param>
internal sealed class ExpressionParser(MappingTokens tokens, XenClass? c, FieldType? item, FieldType? itemValue, MappingScope scope)
{
    private const int DepthMost = 32;

    private int depth;

    /// <summary>EXPR := SUM {"??" SUM}.</summary>
    public Expression Expression()
    {
        if (++depth > DepthMost)
        {
            throw tokens.Wrong($"an expression is at most {DepthMost} deep");
        }

        var first = Sum();
        if (tokens.Is("??"))
        {
            var choices = new List<Expression> { first };
            while (tokens.Take("??"))
            {
                choices.Add(Sum());
            }

            first = new Expression.Either([.. choices]);
        }

        depth--;
        return first;
    }

    // SUM := PIPE {"+" PIPE}
    private Expression Sum()
    {
        var first = Pipe();
        if (!tokens.Is("+"))
        {
            return first;
        }

        var parts = new List<Expression> { first };
        while (tokens.Take("+"))
        {
            parts.Add(Pipe());
        }

        return new Expression.Joined([.. parts]);
    }

    // PIPE := TERM {"|" FUNCTION}
    private Expression Pipe()
    {
        var value = Term();
        while (tokens.Take("|"))
        {
            value = new FunctionParser(tokens, this).Function(value);
        }

        return value;
    }

    private Expression Term()
    {
        if (tokens.Take("("))
        {
            var inner = Expression();
            tokens.Need(")");
            return inner;
        }

        if (tokens.Take("["))
        {
            var items = new List<Expression>();
            while (!tokens.Is("]"))
            {
                items.Add(Expression());
                if (!tokens.Take(","))
                {
                    break;
                }
            }

            tokens.Need("]");
            return new Expression.Array([.. items]);
        }

        if (TryLiteral() is { } literal)
        {
            return literal;
        }

        if (tokens.Kind != 'w')
        {
            throw tokens.Wrong("a value is expected here: a field, a text in single quotes, a number or a list");
        }

        return tokens.Is("count") ? Count() : tokens.Is("path") ? PathOf() : Path();
    }

    /// <summary>A literal; null where none stands here.</summary>
    public Expression.Literal? TryLiteral()
    {
        switch (tokens.Kind)
        {
            case 'q':
                var text = XenValue.Of(tokens.Token);
                tokens.Advance();
                return new(text, FieldType.Text);
            case 'n':
                var number = tokens.Number();
                return new(number, new(number.Kind == XenApi.Core.Values.ValueKind.Int ? "int" : "float"));
            case 'w' when tokens.Is("true") || tokens.Is("false"):
                var truth = XenValue.Of(tokens.Is("true"));
                tokens.Advance();
                return new(truth, new("bool"));
            case 'w' when tokens.Take("null"):
                return new(XenValue.Null);
            default:
                return null;
        }
    }

    private Expression.Count Count()
    {
        tokens.Advance();
        tokens.Need("(");
        var of = Path();
        tokens.Need(")");
        return new(of);
    }

    private PathOfExpression PathOf()
    {
        var at = tokens.At;
        tokens.Advance();
        tokens.Need("(");
        var target = tokens.Word("the name of a class");
        var to = tokens.Take(",") ? Path() : null;
        tokens.Need(")");
        if (to is not null && to.Type.Target is null)
        {
            throw tokens.Wrong("the path does not lead to an object", at);
        }

        var path = new PathOfExpression(target, to, to?.Type.Target ?? c, to?.Type.IsSet ?? false, tokens.Wrong($"no class {target} is mapped from such objects", at));
        scope.Paths.Add(path);
        return path;
    }

    /// <summary>PATH := "server." field | (field | "first(" CLASS ")" | "all(" CLASS ")" | "item" ["." "value"] | "this") {"." field} ["[" key "]"].</summary>
    public Expression Path()
    {
        var at = tokens.At;
        var word = tokens.Word("a field");
        var steps = new List<(XenClass, XenField?)>();
        PathStart start;
        if (word is "first" or "all" && tokens.Take("("))
        {
            var name = tokens.Word("a class of the Xen API");
            var found = XenModel.Class(name) ?? throw tokens.Wrong($"the Xen API has no class {name}", at);
            tokens.Need(")");
            start = word == "first"
                ? new(PathStart.From.First, found, FieldType.Ref(found))
                : new(PathStart.From.All, found, FieldType.Refs(found));
        }
        else if (word == "item")
        {
            if (item is not { } type)
            {
                throw tokens.Wrong("there are no items: the source says nothing of 'each'", at);
            }

            var isValue = false;
            if (itemValue is not null && tokens.Is("."))
            {
                tokens.Advance();
                tokens.Need("value");
                (isValue, type) = (true, itemValue.Value);
            }

            if (type.Target is null || !tokens.Is("."))
            {
                return Keyed(new Expression.Item(type, isValue));
            }

            start = new(isValue ? PathStart.From.ItemValue : PathStart.From.Item, null, type);
        }
        else
        {
            // From anywhere the server is at hand by its name; where instances are made of it, its fields are too.
            if (word == "server" && c is not null && tokens.Take("."))
            {
                (at, word) = (tokens.At, tokens.Word("a field of the server"));
                return ServerFacts.Field(word) is { } told ? new ServerExpression(scope.Facts, told.Type, told.Value) : throw tokens.Wrong($"the server itself has no field {word}", at);
            }

            if (c is null && ServerFacts.Field(word) is { } fact)
            {
                return new ServerExpression(scope.Facts, fact.Type, fact.Value);
            }

            var own = c ?? throw tokens.Wrong($"the server itself has no field {word}", at);
            start = new(PathStart.From.Self, own, FieldType.Ref(own));
            if (word != "this")
            {
                steps.Add((own, Field(own, word, at)));
            }
        }

        var reached = steps.Count == 0 ? start.Type : TypeOf(steps[0].Item2);
        while (tokens.Is("."))
        {
            tokens.Advance();
            at = tokens.At;
            var name = tokens.Word("a field");
            var on = reached.Target ?? throw tokens.Wrong($"{name} cannot be asked of what is no reference", at);
            var field = Field(on, name, at);
            steps.Add((on, field));
            reached = TypeOf(field);
        }

        return new PathExpression(start, [.. steps], Key(reached));
    }

    /// <summary>A parser of the same text for objects of another class.</summary>
    public ExpressionParser On(XenClass other) => new(tokens, other, item, itemValue, scope);

    private static FieldType TypeOf(XenField? field) => field is null ? FieldType.Text : new(field.Type);

    private XenField? Field(XenClass on, string name, int at) => name == "uuid" ? null
        : on.Field(name) is { Secret: false } field ? field
        : throw tokens.Wrong($"the class {on.Name} of the Xen API has no field {name}", at);

    private Expression Keyed(Expression value) => tokens.Is("[") ? throw tokens.Wrong("an item has no keys") : value;

    private Expression? Key(FieldType of)
    {
        if (!tokens.Is("["))
        {
            return null;
        }

        if (!of.IsMap)
        {
            throw tokens.Wrong("only a map has keys");
        }

        tokens.Advance();
        var literal = tokens.Kind == 'w' && !tokens.Is("item") ? new Expression.Literal(XenValue.Of(tokens.Word("a key"))) : TryLiteral();
        var key = literal ?? Path();
        tokens.Need("]");
        return key;
    }
}
