namespace Cim.Provider.Mapping;

/// <summary>Reads the conversion behind a bar: <c>name</c> or <c>name(arguments)</c>.</summary>
internal sealed class FunctionParser(MappingTokens tokens, ExpressionParser parser)
{
    /// <summary>FUNCTION := name ["(" arguments ")"].</summary>
    public Expression Function(Expression input)
    {
        var at = tokens.At;
        var name = tokens.Word("the name of a conversion");
        return name switch
        {
            "map" => Table(input),
            "times" or "over" or "plus" => Arithmetic(input, name),
            "join" => Join(input),
            "each" or "sum" => Each(input, name == "sum", at),
            "when" => When(input),
            "since" => Since(input),
            "under" => Under(input, at),
            "any" => new AnyExpression(input, Any(input, at)),
            _ when Conversions.Find(name) is { } found => new FunctionExpression(input, found.Type ?? input.Type, found.Convert),
            _ => throw tokens.Wrong($"there is no conversion {name}; there are map, times, over, plus, join, each, sum, when, since, under, any, {Conversions.Names}", at),
        };
    }

    private FunctionExpression Arithmetic(Expression input, string name)
    {
        tokens.Need("(");
        if (tokens.Kind != 'n')
        {
            throw tokens.Wrong("a number is expected here");
        }

        var at = tokens.At;
        var by = tokens.Number();
        tokens.Need(")");
        if (name == "over" && by.Double == 0)
        {
            throw tokens.Wrong("nothing is divided by zero", at);
        }

        return new(input, by.Kind == XenApi.Core.Values.ValueKind.Int ? input.Type : new("float"), value => Conversions.Reckon(name, value, by));
    }

    private FunctionExpression Join(Expression input)
    {
        tokens.Need("(");
        var between = parser.TryLiteral() ?? throw tokens.Wrong("a text in single quotes is expected here");
        tokens.Need(")");
        var text = between.Of(null!, default).Text;
        return new(input, FieldType.Text, value => XenValue.Of(string.Join(text, value.Items.Select(item => item.Text))));
    }

    private EachExpression Each(Expression input, bool isSum, int at)
    {
        tokens.Need("(");
        var c = input.Type is { IsSet: true, Target: { } target } ? target : throw tokens.Wrong("this conversion takes a set of references", at);
        var of = parser.On(c).Expression();
        tokens.Need(")");
        return new(input, c, of, isSum);
    }

    private SinceExpression Since(Expression input)
    {
        tokens.Need("(");
        var begin = parser.Expression();
        tokens.Need(")");
        return new(input, begin);
    }

    private UnderExpression Under(Expression input, int at)
    {
        tokens.Need("(");
        var text = parser.Expression();
        tokens.Need(")");
        return input.Type.IsMap ? new(input, text) : throw tokens.Wrong("this conversion takes a map", at);
    }

    private FieldType Any(Expression input, int at) => input.Type switch
    {
        { IsSet: true } set => set.Element,
        { IsMap: true } map => map.Value,
        { Name: "" } => FieldType.Unknown,
        _ => throw tokens.Wrong("this conversion takes a set or a map", at),
    };

    private WhenExpression When(Expression input)
    {
        tokens.Need("(");
        var at = tokens.At;
        var condition = parser.Expression();
        tokens.Need(")");
        return condition.Type.Name is "bool" or "" ? new(input, condition) : throw tokens.Wrong("a condition is expected here, which is true or false", at);
    }

    // map(Running=2, 'with blanks'=[3, 4], true=5, else=0)
    private TableExpression Table(Expression input)
    {
        tokens.Need("(");
        var rows = new Dictionary<string, XenValue>(StringComparer.Ordinal);
        var otherwise = XenValue.Null;
        do
        {
            var at = tokens.At;
            if (tokens.Kind is not ('w' or 'q' or 'n'))
            {
                throw tokens.Wrong("a word, a number or a text in single quotes is expected here");
            }

            var isElse = tokens.Is("else");
            var key = tokens.Token;
            tokens.Advance();
            tokens.Need("=");
            var value = Constant();
            if (isElse)
            {
                otherwise = value;
            }
            else if (!rows.TryAdd(key, value))
            {
                throw tokens.Wrong($"{key} is there twice", at);
            }
        }
        while (tokens.Take(","));
        tokens.Need(")");
        return new(input, rows, otherwise);
    }

    private XenValue Constant()
    {
        var at = tokens.At;
        var value = tokens.Is("[") || tokens.Kind is 'q' or 'n' || tokens.Is("true") || tokens.Is("false") || tokens.Is("null") ? parser.Expression() : null;
        return value is { IsConstant: true } ? value.Of(null!, default) : throw tokens.Wrong("a literal or a list of literals is expected here", at);
    }
}
