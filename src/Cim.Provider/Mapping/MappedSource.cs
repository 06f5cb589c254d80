using System.Collections.Immutable;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using XenApi.Core;
using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>The instances of a class that the mapping qualifiers make of objects of the Xen API.</summary>
internal sealed class MappedSource : IMeasuredSource
{
    private readonly (ObjectSource Objects, PropertyPlan[] Plan)[] sources;
    // The server itself is no object.
    private static readonly XenObject?[] Nothing = [null];

    private readonly SameProperties[] same;
    private readonly XenClass?[] classes;

    /// <summary>Binds a class.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="c">The class.</param>
    /// <param name="texts">Its sources as the qualifier says them.</param>
    /// <param name="scope">What the mappings of the namespace share.</param>
    /// <exception cref="MappingException">A mapping does not resolve.</exception>
    public MappedSource(string space, ResolvedClass c, IReadOnlyList<string> texts, MappingScope scope)
    {
        Space = space;
        Class = c;
        sources = new (ObjectSource, PropertyPlan[])[texts.Count];
        for (var i = 0; i < sources.Length; i++)
        {
            var objects = ObjectSource.Parse(texts[i], scope);
            sources[i] = (objects, [.. c.Properties.Select(property => Plan(property, objects, i, texts.Count, scope))]);
        }

        classes = [.. sources.Select(source => source.Objects.Class).Distinct()];
        same = [.. sources.Select(source => new SameProperties(source.Plan))];
        Measured = [.. sources.SelectMany(source => source.Objects.Reads.Concat(source.Plan.SelectMany(plan => plan.Value?.Reads ?? []))).Distinct()];
        IsMeasured = Measured.Any(Engine.Measures);
    }

    /// <summary>The namespace.</summary>
    public string Space { get; }

    /// <inheritdoc/>
    public ResolvedClass Class { get; }

    /// <inheritdoc/>
    public ImmutableArray<XenClass> Measured { get; }

    private bool IsMeasured { get; }

    /// <inheritdoc/>
    public IInstanceWriter Writer => new MappedWriter(this);

    /// <summary>How many sources it has.</summary>
    public int Count => sources.Length;

    /// <summary>A source by its number.</summary>
    public ObjectSource Objects(int number) => sources[number].Objects;

    /// <summary>The plans of the properties of the instances that come from a source.</summary>
    public PropertyPlan[] Plan(int number) => sources[number].Plan;

    /// <summary>What the instances that come from a source have in common.</summary>
    public SameProperties Same(int number) => same[number];

    /// <summary>Whether instances are made of objects of the class.</summary>
    public bool IsMadeOf(XenClass? c) => sources.Any(source => source.Objects.Class == c);

    /// <summary>The instances that are made of an object.</summary>
    public IEnumerable<MappedInstance> On(Reading reading, XenObject? found)
    {
        for (var i = 0; i < sources.Length; i++)
        {
            if (sources[i].Objects.Class == found?.Class)
            {
                foreach (var instance in On(reading, found, i))
                {
                    yield return instance;
                }
            }
        }
    }

    /// <summary>The instances that one source makes of an object.</summary>
    public IEnumerable<MappedInstance> On(Reading reading, XenObject? found, int number) =>
        sources[number].Objects.On(reading, found).Select(origin => new MappedInstance(this, sources[number].Plan, number, reading, origin));

    /// <summary>All instances, read in one go: of each object what all sources make of it.</summary>
    public IEnumerable<MappedInstance> All(Reading reading)
    {
        foreach (var c in classes)
        {
            foreach (var found in c is null ? Nothing : (IEnumerable<XenObject?>)reading.State.All(c))
            {
                for (var i = 0; i < sources.Length; i++)
                {
                    var (objects, plan) = sources[i];
                    if (objects.Class != c)
                    {
                        continue;
                    }

                    if (!objects.IsSingle)
                    {
                        foreach (var instance in On(reading, found, i))
                        {
                            yield return instance;
                        }
                    }
                    else if (Origin.Of(found) is var origin && objects.Takes(reading, origin))
                    {
                        yield return new(this, plan, i, reading, origin);
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<Instance> All(Snapshot state) => All(new Reading(state));

    /// <inheritdoc/>
    public Instance? Find(Snapshot state, CimObjectPath path)
    {
        var keys = new KeyTexts(path);
        var reading = new Reading(state);
        for (var i = 0; i < sources.Length; i++)
        {
            foreach (var found in Candidates(reading, sources[i].Objects.Class, keys))
            {
                foreach (var instance in On(reading, found, i))
                {
                    if (keys.AreOf(instance))
                    {
                        return instance;
                    }
                }
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public IEnumerable<XenObject> MeasuredBehind(Snapshot state, Instance instance) =>
        IsMeasured && (instance as MappedInstance)?.Origin.Object is { } found ? WithGuests(state, found) : [];

    /// <inheritdoc/>
    public IEnumerable<XenObject> MeasuredBehind(Snapshot state, CimObjectPath path)
    {
        if (!IsMeasured)
        {
            return [];
        }

        var keys = new KeyTexts(path);
        var reading = new Reading(state);
        return sources.SelectMany(source => Candidates(reading, source.Objects.Class, keys)).OfType<XenObject>().SelectMany(found => WithGuests(state, found));
    }

    // What machines use is summed up for their host.
    private IEnumerable<XenObject> WithGuests(Snapshot state, XenObject found) => found is Host host && Measured.Contains(VmMetrics.Descriptor)
        ? host.ResidentVms.Select(vm => state.Find(vm)).OfType<XenObject>().Prepend(found)
        : [found];

    // A key names the object it comes from by its UUID. Where none does, the class has few objects: hosts, or the server.
    private static IEnumerable<XenObject?> Candidates(Reading reading, XenClass? c, KeyTexts keys)
    {
        if (c is null)
        {
            return [null];
        }

        return keys.Ids.Count > 0 ? keys.Ids.Select(id => reading.State.Find(c, id)).OfType<XenObject>()
            : reading.State.Count(c) <= KeyTexts.FewMost ? reading.State.All(c)
            : [];
    }

    private static PropertyPlan Plan(ResolvedProperty property, ObjectSource objects, int number, int count, MappingScope scope)
    {
        string[] texts = [.. property.TextsOf(MappingQualifiers.Value)];
        if (texts.Length == 0)
        {
            return new(property.Slot, property.Default.IsNull ? CimValue.Null(property.Slot.Type) : property.Default, null);
        }

        if (texts.Length != 1 && texts.Length != count)
        {
            throw new MappingException($"{property.Name} has {texts.Length} values for {count} sources: one for all or one for each", texts[0], 0);
        }

        var text = texts[texts.Length == 1 ? 0 : number];
        var value = Value(property, text, objects, scope);
        return value.IsConstant
            ? new(property.Slot, CimConversion.To(property.Slot, value.Of(null!, default)), null)
            : new(property.Slot, default, value is TableExpression table ? table.Converted(property.Slot) : value);
    }

    private static Expression Value(ResolvedProperty property, string text, ObjectSource objects, MappingScope scope)
    {
        try
        {
            var tokens = new MappingTokens(text);
            var value = new ExpressionParser(tokens, objects.Class, objects.Item, objects.ItemValue, scope).Expression();
            tokens.End();
            return CimConversion.Fits(value.Type, property.Slot)
                ? value
                : throw new MappingException($"{property.Name} is {property.Slot}, and this is {value.Type.Name}", text, 0);
        }
        catch (MappingException e)
        {
            throw e.Of(property, MappingQualifiers.Value);
        }
    }
}
