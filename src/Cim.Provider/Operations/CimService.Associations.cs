using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <content>Walks along associations (DSP0200 §5.3.2: Associators, References and their names).</content>
public sealed partial class CimService
{
    /// <summary>The instances that are associated with one, each once, in whatever namespace they are.</summary>
    public IEnumerable<FoundInstance> Associators(CimCaller caller, CimObjectPath path, AssociationFilter filter)
    {
        var catalog = Catalog;
        Check(catalog, filter.AssocClass, "AssocClass");
        Check(catalog, filter.ResultClass, "ResultClass");
        return Associators(catalog, caller, Source(caller, catalog, path), filter);
    }

    /// <summary>The instances of associations that refer to an instance; the result class of the filter is that of the association.</summary>
    public IEnumerable<FoundInstance> References(CimCaller caller, CimObjectPath path, AssociationFilter filter)
    {
        var catalog = Catalog;
        Check(catalog, filter.ResultClass, "ResultClass");
        return References(catalog, caller, Source(caller, catalog, path), filter);
    }

    /// <summary>The classes that associations of the namespace join with a class, each once.</summary>
    public IEnumerable<ResolvedClass> AssociatorClasses(CimCaller caller, string className, AssociationFilter filter)
    {
        var (space, c) = ClassAt(caller, className);
        Check(space, filter.AssocClass, "AssocClass");
        Check(space, filter.ResultClass, "ResultClass");
        return Associations(space, c, filter.AssocClass, filter)
            .SelectMany(way => way.Association.References.Where(far => far.Index != way.Near.Index && filter.HasResultRole(far.Name)))
            .Select(far => space.Classes.Find(far.Slot.ReferenceClass!)).OfType<ResolvedClass>()
            .Where(found => filter.ResultClass is null || found.IsA(filter.ResultClass))
            .Distinct();
    }

    /// <summary>The associations of the namespace that can refer to instances of a class, each once.</summary>
    public IEnumerable<ResolvedClass> ReferenceClasses(CimCaller caller, string className, AssociationFilter filter)
    {
        var (space, c) = ClassAt(caller, className);
        Check(space, filter.ResultClass, "ResultClass");
        return Associations(space, c, filter.ResultClass, filter).Select(way => way.Association).Distinct();
    }

    private static IEnumerable<FoundInstance> Associators(Catalog catalog, CimCaller caller, Instance source, AssociationFilter filter)
    {
        var told = new HashSet<(string, CimObjectPath)>();
        foreach (var way in catalog.Links.To(source.Class))
        {
            if (!filter.HasRole(way.Reference.Name) || (filter.AssocClass is { } association && !way.Source.Class.IsA(association)))
            {
                continue;
            }

            foreach (var link in way.Source.From(caller.Caller.Snapshot, source, way.Reference))
            {
                foreach (var far in link.Class.References)
                {
                    if (far.Index == way.Reference.Index || !filter.HasResultRole(far.Name))
                    {
                        continue;
                    }

                    var (name, target) = link.End(far);
                    if ((filter.ResultClass is null || target.Class.IsA(filter.ResultClass)) && told.Add((name, target.Path)))
                    {
                        yield return new(name, target);
                    }
                }
            }
        }
    }

    private static IEnumerable<FoundInstance> References(Catalog catalog, CimCaller caller, Instance source, AssociationFilter filter)
    {
        var told = new HashSet<(string, CimObjectPath)>();
        foreach (var way in catalog.Links.To(source.Class))
        {
            if (!filter.HasRole(way.Reference.Name) || (filter.ResultClass is { } association && !way.Source.Class.IsA(association)))
            {
                continue;
            }

            foreach (var link in way.Source.From(caller.Caller.Snapshot, source, way.Reference))
            {
                if (told.Add((way.Space.Name, link.Path)))
                {
                    yield return new(way.Space.Name, link);
                }
            }
        }
    }

    private static IEnumerable<(ResolvedClass Association, ResolvedProperty Near)> Associations(CimSpace space, ResolvedClass c, string? above, AssociationFilter filter) =>
        from association in space.Classes.All
        where association.IsAssociation && (above is null || association.IsA(above))
        orderby association.Name
        from near in association.References
        where filter.HasRole(near.Name) && near.Slot.ReferenceClass is { } target && c.IsA(target)
        select (association, near);

    // A client that has walked from one namespace into another may go on in the first: an instance is looked for where its class is served.
    private static Instance Source(CimCaller caller, Catalog catalog, CimObjectPath path)
    {
        var space = catalog.Space(path.Namespace ?? caller.Namespace);
        if (path.Namespace is null && !space.Sources.ContainsKey(path.ClassName))
        {
            space = catalog.Spaces.FirstOrDefault(other => other.Sources.ContainsKey(path.ClassName)) ?? space;
        }

        var c = space.Classes.Find(path.ClassName) ?? throw new CimException(CimStatus.InvalidParameter, $"There is no class {path.ClassName} in {space.Name}.");
        return Find(caller, catalog, space, c, path) ?? throw new CimException(CimStatus.NotFound, $"There is no {path}.");
    }

    private (CimSpace Space, ResolvedClass Class) ClassAt(CimCaller caller, string name)
    {
        var space = Catalog.Space(caller.Namespace);
        return (space, space.Classes.Find(name) ?? throw new CimException(CimStatus.InvalidParameter, $"There is no class {name} in {space.Name}."));
    }

    private static void Check(CimSpace space, string? className, string parameter)
    {
        if (className is not null && space.Classes.Find(className) is null)
        {
            throw new CimException(CimStatus.InvalidParameter, $"{parameter}: there is no class {className} in {space.Name}.");
        }
    }

    private static void Check(Catalog catalog, string? className, string parameter)
    {
        if (className is not null && !catalog.Spaces.Any(space => space.Classes.Find(className) is not null))
        {
            throw new CimException(CimStatus.InvalidParameter, $"{parameter}: there is no class {className}.");
        }
    }
}
