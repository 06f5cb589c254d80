using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>A value that follows from an object of the Xen API: what a mapping says, bound to the model.</summary>
internal abstract class Expression
{
    /// <summary>The type of its values.</summary>
    public virtual FieldType Type => FieldType.Unknown;

    /// <summary>Whether it is the same for all objects.</summary>
    public virtual bool IsConstant => false;

    /// <summary>
    /// Of an expression that is one word of few, of an enumeration or true and false: a name, the same for the same word of
    /// the same object. Null for others.
    /// </summary>
    public virtual string? Word => null;

    /// <summary>Of an expression that is a set or a map of words of an enumeration: a name. Null for others.</summary>
    public virtual string? Words => null;

    /// <summary>Adds the words that the value follows from; false where it follows from anything else.</summary>
    public virtual bool Follows(ICollection<Expression> words)
    {
        if (Word is not null)
        {
            words.Add(this);
        }

        return Word is not null || IsConstant;
    }

    /// <summary>The classes whose objects it reads, for those that are measured when somebody looks.</summary>
    public virtual IEnumerable<XenClass> Reads => [];

    /// <summary>The value for an object.</summary>
    public abstract XenValue Of(Reading reading, in Origin origin);

    /// <summary>A value that stands in the text.</summary>
    internal sealed class Literal(XenValue value, FieldType type = default) : Expression
    {
        public override FieldType Type => type.Name is null ? FieldType.Unknown : type;

        public override bool IsConstant => true;

        public override XenValue Of(Reading reading, in Origin origin) => value;
    }

    /// <summary>The item of this instance, or the value under its key.</summary>
    internal sealed class Item(FieldType type, bool isValue) : Expression
    {
        public override FieldType Type => type;

        public override XenValue Of(Reading reading, in Origin origin) => isValue ? origin.ItemValue : origin.Item;
    }

    /// <summary>An array of values; those that are NULL are left out.</summary>
    internal sealed class Array(Expression[] items) : Expression
    {
        public override bool Follows(ICollection<Expression> words) => items.All(item => item.Follows(words));

        public override FieldType Type => items.Length > 0 && items.All(item => item.Type == items[0].Type) ? items[0].Type.Set() : FieldType.Unknown;

        public override bool IsConstant => items.All(item => item.IsConstant);

        public override IEnumerable<XenClass> Reads => items.SelectMany(item => item.Reads);

        public override XenValue Of(Reading reading, in Origin origin)
        {
            var values = new XenValue[items.Length];
            for (var i = 0; i < items.Length; i++)
            {
                values[i] = items[i].Of(reading, origin);
            }

            return XenValue.Of(values);
        }
    }

    /// <summary>Texts one behind the other; NULL where a part is.</summary>
    internal sealed class Joined(Expression[] parts) : Expression
    {
        public override FieldType Type => FieldType.Text;

        public override bool IsConstant => parts.All(part => part.IsConstant);

        public override IEnumerable<XenClass> Reads => parts.SelectMany(part => part.Reads);

        public override XenValue Of(Reading reading, in Origin origin)
        {
            var texts = new string[parts.Length];
            for (var i = 0; i < parts.Length; i++)
            {
                var part = parts[i].Of(reading, origin);
                if (part.IsNull)
                {
                    return XenValue.Null;
                }

                texts[i] = part.Text;
            }

            return XenValue.Of(string.Concat(texts));
        }
    }

    /// <summary>The first of several that is not NULL.</summary>
    internal sealed class Either(Expression[] choices) : Expression
    {
        public override bool Follows(ICollection<Expression> words) => choices.All(choice => choice.Follows(words));

        public override FieldType Type => choices[0].Type;

        public override bool IsConstant => choices.All(choice => choice.IsConstant);

        public override IEnumerable<XenClass> Reads => choices.SelectMany(choice => choice.Reads);

        public override XenValue Of(Reading reading, in Origin origin)
        {
            foreach (var choice in choices)
            {
                if (choice.Of(reading, origin) is { IsNull: false } value)
                {
                    return value;
                }
            }

            return XenValue.Null;
        }
    }

    /// <summary>How many elements a set or entries a map has.</summary>
    internal sealed class Count(Expression of) : Expression
    {
        public override FieldType Type => FieldType.Int;

        public override IEnumerable<XenClass> Reads => of.Reads;

        public override XenValue Of(Reading reading, in Origin origin)
        {
            var value = of.Of(reading, origin);
            return XenValue.Of(value.Kind == XenApi.Core.Values.ValueKind.Map ? value.Entries.Length : value.Items.Length);
        }
    }
}
