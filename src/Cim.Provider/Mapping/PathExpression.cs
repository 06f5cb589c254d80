using XenApi.Core.Model;
using XenApi.Core.Values;

namespace Cim.Provider.Mapping;

/// <summary>A way from an object over references to a field. Over a set of references it leads to all that they lead to.</summary>
/// <param name="start">Where it begins.</param>
/// <param name="steps">The fields; all but the last refer to objects. Null stands for the object's own UUID.</param>
/// <param name="key">The key under which the value stands in a map; null where the whole field is meant.</param>
internal sealed class PathExpression(PathStart start, (XenClass Class, XenField? Field)[] steps, Expression? key) : Expression
{
    // Of what stands among the measurements this alone is known without one.
    private const string Started = "start_time";

    /// <summary>The one field that it reads of the object itself; null where it is anything else.</summary>
    public XenField? OnlyField => start.IsSelf && steps is [{ Field: { } only }] && key is null ? only : null;

    /// <summary>Whether it leads to every object of a class, from wherever it begins.</summary>
    public bool IsAll => start.IsAll && steps.Length == 0 && key is null;

    private XenClass Owner => steps[0].Class;

    /// <inheritdoc/>
    public override FieldType Type
    {
        get
        {
            var type = start.Type;
            foreach (var (_, step) in steps)
            {
                var next = step is null ? FieldType.Text : new FieldType(step.Type);
                type = !type.IsSet ? next : next.IsSet ? next : next.Set();
            }

            return key is not null && type.IsMap ? type.Value : type;
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<XenClass> Reads => steps.Where(step => step.Field is { Name: not Started }).Select(step => step.Class);

    /// <inheritdoc/>
    public override string? Word => OnlyField is { } word && (word.Type == "bool" || word.Type.StartsWith("enum<", StringComparison.Ordinal)) ? word.Name : null;

    /// <inheritdoc/>
    public override string? Words => OnlyField is { } many && many.Type.Contains("enum<", StringComparison.Ordinal) ? many.Name : null;

    /// <summary>Whether every object that it leads to is certain to refer back by the other path: the two are one bound field.</summary>
    public bool Mirrors(Expression? other) => other is PathExpression { OnlyField: { } theirs } back && OnlyField is { } mine
        && (Mirrors(mine, Owner, theirs, back.Owner) || Mirrors(theirs, back.Owner, mine, Owner));

    /// <inheritdoc/>
    public override XenValue Of(Reading reading, in Origin origin)
    {
        if (start.IsSelf && steps.Length == 1 && origin.Object is { } self)
        {
            // Most ways are this short.
            return steps[0].Field is not { } own ? XenValue.Of(self.Id)
                : key is null ? FieldPen.Mine.Read(self, own.Index)
                : FieldPen.Mine.Read(self, own.Index, key.Of(reading, origin).Text);
        }

        var value = start.Of(reading, origin);
        foreach (var (c, field) in steps)
        {
            value = Step(reading, value, c, field, start.IsSelf ? origin.Object : null);
            if (value.IsNull)
            {
                return value;
            }
        }

        return key is null ? value : Under(value, key.Of(reading, origin));
    }

    private static bool Mirrors(XenField links, XenClass owner, XenField reference, XenClass referrer) =>
        links.Inverse == reference.Name && new FieldType(links.Type).Target == referrer && new FieldType(reference.Type).Target == owner;

    private static XenValue Step(Reading reading, XenValue from, XenClass c, XenField? field, XenObject? self)
    {
        if (from.Kind == ValueKind.Set)
        {
            var all = new List<XenValue>();
            foreach (var item in from.Items)
            {
                var value = Step(reading, item, c, field, null);
                if (value.Kind == ValueKind.Set)
                {
                    all.AddRange(value.Items);
                }
                else if (!value.IsNull)
                {
                    all.Add(value);
                }
            }

            return XenValue.Of([.. all]);
        }

        if (from.Id is not { } id)
        {
            return XenValue.Null;
        }

        if (field is null)
        {
            return XenValue.Of(id);
        }

        var found = self is not null && self.Id == id && self.Class == c ? self : reading.State.Find(c, id);
        return found is null ? XenValue.Null : FieldPen.Mine.Read(found, field.Index);
    }

    private static XenValue Under(XenValue map, XenValue key)
    {
        foreach (var entry in map.Entries)
        {
            if (entry.Key.Same(key))
            {
                return entry.Value;
            }
        }

        return XenValue.Null;
    }
}
