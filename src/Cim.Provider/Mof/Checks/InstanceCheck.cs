using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>Makes instances of their declarations (DSP0004 §7.8).</summary>
internal sealed class InstanceCheck(Diagnostics diagnostics, ValueCheck values, QualifierCheck qualifiers, ClassCheck classes, Spaces spaces, MofLimits limits)
{
    private readonly Dictionary<string, InstanceSyntax> aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<AssignmentSyntax, CimValue> bound = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<InstanceSyntax> open = new(ReferenceEqualityComparer.Instance);
    private readonly EmbeddedTexts texts = new(limits, diagnostics);
    private readonly HashSet<(Space Space, CimObjectPath Path)> paths = [];

    /// <summary>Learns the alias of an instance.</summary>
    public void Name(InstanceSyntax syntax)
    {
        if (syntax.Alias is { } alias && !aliases.TryAdd(alias.Text, syntax))
        {
            diagnostics.Error(syntax.Text, alias.Offset, $"the alias ${alias} is in use already");
        }

        foreach (var assignment in syntax.Values)
        {
            foreach (var nested in Nested(assignment.Value))
            {
                Name(nested);
            }
        }
    }

    /// <summary>Makes an instance of a namespace.</summary>
    public void Make(InstanceSyntax syntax)
    {
        var space = spaces[syntax.Namespace];
        if (Instance(syntax, embedded: false) is not { } instance)
        {
            return;
        }

        if (instance.Path is { } path && !paths.Add((space, path)))
        {
            diagnostics.Error(syntax.Text, syntax.ClassName.Offset, $"the instance {path} is declared already");
            return;
        }

        space.Instances.Add(instance);
    }

    private CimInstance? Instance(InstanceSyntax syntax, bool embedded)
    {
        var space = spaces[syntax.Namespace];
        if (space.Class(syntax.ClassName.Text) is not { } type)
        {
            diagnostics.Error(syntax.Text, syntax.ClassName.Offset, $"the class '{syntax.ClassName}' is not declared in the namespace '{space.Name}'");
            return null;
        }

        if (type.Is("Abstract") && (!embedded || !IsValueOnly(type, space)))
        {
            diagnostics.Error(syntax.Text, syntax.ClassName.Offset, $"the class '{type.Name}' is abstract: it has no instances of its own");
        }

        qualifiers.Bind(syntax.Qualifiers, space, syntax.Text, type.Kind);
        var given = new List<CimPropertyValue>(syntax.Values.Count);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var assignment in syntax.Values)
        {
            if (space.Property(type, assignment.Name.Text) is not { } property)
            {
                if (!space.IsBroken(type))
                {
                    diagnostics.Error(syntax.Text, assignment.Name.Offset, $"the class '{type.Name}' has no property '{assignment.Name}'");
                }
            }
            else if (!names.Add(property.Name))
            {
                diagnostics.Error(syntax.Text, assignment.Name.Offset, $"the property '{assignment.Name}' has a value already");
            }
            else
            {
                qualifiers.Bind(assignment.Qualifiers, space, syntax.Text, property.IsReference ? CimScope.Reference : CimScope.Property);
                given.Add(new(property.Name, Value(syntax, assignment, type, property, space)));
            }
        }

        return new(type.Name, new([.. given]), embedded ? null : PathOf(syntax, type, space, report: !syntax.Broken));
    }

    // Where the instance is: its keys as given, or by their defaults.
    private CimObjectPath? PathOf(InstanceSyntax syntax, CimClass type, Space space, bool report)
    {
        var keys = new List<CimPropertyValue>();
        var written = new Dictionary<string, AssignmentSyntax>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in syntax.Values)
        {
            written.TryAdd(one.Name.Text, one);
        }

        foreach (var key in space.Keys(type))
        {
            var assignment = written.GetValueOrDefault(key.Name);
            var value = assignment is null ? key.Default : Value(syntax, assignment, type, key, space);
            if (!value.IsNull)
            {
                keys.Add(new(key.Name, value));
            }
            else if (report && (assignment?.Value is null or ValueSyntax.Null))
            {
                diagnostics.Error(syntax.Text, assignment?.Name.Offset ?? syntax.ClassName.Offset, $"the key '{key.Name}' of '{type.Name}' has no value");
            }
        }

        return keys.Count == 0 ? null : new(null, space.Name, type.Name, new([.. keys]));
    }

    private CimValue Value(InstanceSyntax syntax, AssignmentSyntax assignment, CimClass type, CimProperty property, Space space)
    {
        if (!bound.TryGetValue(assignment, out var value))
        {
            var subject = new Subject("the value of", property.Name);
            var embedded = space.QualifierOf(type, property.Name, "EmbeddedInstance") is { Value: { Type: CimType.String, IsNull: false } name } ? name.Text : null;
            var any = space.QualifierOf(type, property.Name, "EmbeddedObject") is { Value: { Type: CimType.Boolean, IsNull: false, Boolean: true } };
            value = values.Bind(syntax.Text, assignment.Value, property.Slot, subject, written => Object(syntax, written, property, embedded, any, space));
            bound[assignment] = value;
        }

        return value;
    }

    // A reference by alias, or an embedded instance by alias or in place; null where it is neither.
    private CimValue? Object(InstanceSyntax syntax, ValueSyntax written, CimProperty property, string? embedded, bool any, Space space)
    {
        InstanceSyntax? target = null;
        switch (written)
        {
            case ValueSyntax.Alias alias:
                target = aliases.GetValueOrDefault(alias.Name);
                break;
            case ValueSyntax.Instance nested:
                target = nested.Value;
                break;
            case ValueSyntax.Text text when !property.IsReference && (embedded is not null || any):
                var inner = texts.Read(syntax.Text, text, space.Name, new("the value of", property.Name));
                if (inner is ClassSyntax type && any)
                {
                    return CimValue.Of(classes.Build(type, space));
                }

                target = inner as InstanceSyntax;
                if (inner is ClassSyntax)
                {
                    diagnostics.Error(syntax.Text, text.Offset, $"'{property.Name}' embeds instances of '{embedded}', not classes");
                }

                if (target is null)
                {
                    return CimValue.Null(property.Slot.Type.Item);
                }

                break;
        }

        if (target is null)
        {
            if (written is ValueSyntax.Alias unknown)
            {
                diagnostics.Error(syntax.Text, written.Offset, $"no instance has the alias ${unknown.Name}");
                return CimValue.Null(property.Slot.Type.Item);
            }

            return null;
        }

        var wanted = property.IsReference ? property.Slot.ReferenceClass : embedded;
        if (wanted is null && !any)
        {
            return null;
        }

        if (wanted is not null && !spaces[target.Namespace].IsA(target.ClassName.Text, wanted))
        {
            diagnostics.Error(syntax.Text, written.Offset, $"'{property.Name}' must be of the class '{wanted}', and '{target.ClassName}' is not a class below it");
            return CimValue.Null(property.Slot.Type.Item);
        }

        if (property.IsReference && written is ValueSyntax.Instance)
        {
            return null;
        }

        return Guarded(syntax, target, written, property);
    }

    private CimValue Guarded(InstanceSyntax syntax, InstanceSyntax target, ValueSyntax written, CimProperty property)
    {
        var nothing = CimValue.Null(property.Slot.Type.Item);
        if (open.Count >= limits.Nesting)
        {
            diagnostics.Error(syntax.Text, written.Offset, $"instances lead to instances more than {limits.Nesting} deep");
            return nothing;
        }

        if (!open.Add(target))
        {
            diagnostics.Error(syntax.Text, written.Offset, $"the instance of '{target.ClassName}' leads back to itself");
            return nothing;
        }

        try
        {
            var space = spaces[target.Namespace];
            if (!property.IsReference)
            {
                return Instance(target, embedded: true) is { } instance ? CimValue.Of(instance) : nothing;
            }

            if (space.Class(target.ClassName.Text) is not { } type)
            {
                return nothing;
            }

            if (space.Keys(type).Count == 0 && !space.IsBroken(type))
            {
                diagnostics.Error(syntax.Text, written.Offset, $"'{property.Name}' cannot refer to an instance of '{type.Name}', which has no keys");
            }

            return PathOf(target, type, space, report: false) is { } path ? CimValue.Of(path) : nothing;
        }
        finally
        {
            open.Remove(target);
        }
    }

    private static IEnumerable<InstanceSyntax> Nested(ValueSyntax value) => value switch
    {
        ValueSyntax.Instance nested => [nested.Value],
        ValueSyntax.List list => list.Items.OfType<ValueSyntax.Instance>().Select(one => one.Value),
        _ => [],
    };

    private static bool IsValueOnly(CimClass type, Space space) => space.Line(type).Any(one => one.Is("Structure"));
}
