using Cim.Provider.Queries;

namespace Cim.Provider.Operations;

/// <content>Queries (DSP0200 §5.3.2: ExecQuery).</content>
public sealed partial class CimService
{
    /// <summary>The instances that a query means, in WQL or in the query language of DMTF.</summary>
    public QueryRows ExecQuery(CimCaller caller, string language, string query)
    {
        var space = Catalog.Space(caller.Namespace);
        var parsed = QueryParser.Parse(QueryLanguage.OfQueries(language), query, space.Classes);
        var state = caller.Caller.Snapshot;
        var found = space.Classes.AndBelow(parsed.Class!)
            .Select(c => space.Source(c)).OfType<IInstanceSource>()
            .SelectMany(source => KeyEqualities.PathOf(source, parsed.Where) is { } path
                ? source.Find(state, path) is { } one ? [one] : Enumerable.Empty<Instance>()
                : source.All(state))
            .Where(parsed.Means)
            .Select(instance => new FoundInstance(space.Name, instance));
        return new(found, parsed.Selected, parsed.Class!);
    }
}
