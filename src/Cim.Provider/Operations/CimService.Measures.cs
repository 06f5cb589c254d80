using Cim.Provider.Queries;
using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <content>
/// What is measured is measured when somebody reads it, and only what he reads. A protocol asks for this before a reading; where something
/// had to be measured, it gets the caller back with the snapshot that shows it. What is wrong with a request the reading tells.
/// </content>
public sealed partial class CimService
{
    /// <summary>Has measured what instances of a class and of those below it tell.</summary>
    public ValueTask<CimCaller> MeasuredAsync(CimCaller caller, string className)
    {
        var space = Catalog.Find(caller.Namespace);
        return space?.Classes.Find(className) is { } c ? MeasuredAsync(caller, Measured(space, c)) : new(caller);
    }

    /// <summary>Has measured what the instance of a path tells, and whether there is one.</summary>
    public ValueTask<CimCaller> MeasuredAsync(CimCaller caller, CimObjectPath path)
    {
        var source = Catalog.Find(path.Namespace ?? caller.Namespace)?.Sources.GetValueOrDefault(path.ClassName) as IMeasuredSource;
        return source is null ? new(caller) : RefreshedAsync(caller, source.MeasuredBehind(caller.Caller.Snapshot, path));
    }

    /// <summary>Has measured what a query looks at.</summary>
    public ValueTask<CimCaller> MeasuredByQueryAsync(CimCaller caller, string language, string query)
    {
        var space = Catalog.Space(caller.Namespace);
        var parsed = QueryParser.Parse(QueryLanguage.OfQueries(language), query, space.Classes);
        var measured = Measured(space, parsed.Class!).ToList();
        var paths = measured.Select(source => KeyEqualities.PathOf(source, parsed.Where)).ToList();
        return paths.Contains(null)
            ? MeasuredAsync(caller, measured)
            : RefreshedAsync(caller, measured.Zip(paths, (source, path) => source.MeasuredBehind(caller.Caller.Snapshot, path!)).SelectMany(behind => behind));
    }

    /// <summary>Has measured what instances tell that a walk has found.</summary>
    public ValueTask<CimCaller> MeasuredAsync(CimCaller caller, IEnumerable<FoundInstance> found)
    {
        var catalog = Catalog;
        return RefreshedAsync(caller, found.SelectMany(one =>
            catalog.Find(one.Namespace)?.Source(one.Instance.Class) is IMeasuredSource source ? source.MeasuredBehind(caller.Caller.Snapshot, one.Instance) : []));
    }

    private static IEnumerable<IMeasuredSource> Measured(CimSpace space, ResolvedClass c) => space.Classes.AndBelow(c).Select(below => space.Source(below)).OfType<IMeasuredSource>();

    private static async ValueTask<CimCaller> MeasuredAsync(CimCaller caller, IEnumerable<IMeasuredSource> sources) =>
        await caller.Caller.Engine.MeasureAsync(sources.SelectMany(source => source.Measured).Distinct()).ConfigureAwait(false) ? caller with { Caller = caller.Caller.Anew() } : caller;

    private static async ValueTask<CimCaller> RefreshedAsync(CimCaller caller, IEnumerable<XenApi.Core.Model.XenObject> objects) =>
        await caller.Caller.Engine.MeasureAsync(caller.Caller.Snapshot, objects).ConfigureAwait(false) ? caller with { Caller = caller.Caller.Anew() } : caller;
}
