using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Hypervisor.Native.Simulated;

namespace XenCim.Tests.Cim.Operations;

/// <summary>Every association of our schema can be walked from both ends, and all ways to ask for it tell the same.</summary>
public sealed class AgreementTests
{
    private static readonly AssociationFilter NoFilter = new(null, null, null, null);

    private static SimulatedWorld Furnished => SimulatedWorld.Parse("vms=6,hosts=2,seed=7");

    [Fact]
    public async Task Walks_from_every_instance_find_what_the_associations_enumerate()
    {
        await using var world = await CimWorld.StartAsync(Furnished);
        var enumerated = Spaces(world).SelectMany(space => world.All(space, true).Select(link => (space, link.Path))).ToHashSet();
        var walked = new HashSet<(string, CimObjectPath)>();
        foreach (var space in Spaces(world))
        {
            foreach (var instance in world.All(space, false))
            {
                foreach (var (at, link) in world.Service.References(world.Caller(space), instance.Path, NoFilter))
                {
                    walked.Add((at, link.Path));
                    link.Class.References.Select(reference => link[reference.Index].Reference)
                        .Should().Contain(end => end.ClassName == instance.Class.Name && end.Namespace == space && Same(end, instance.Path), $"{link.Path} was found from {instance.Path}");
                }
            }
        }

        walked.Should().BeEquivalentTo(enumerated, options => options.ComparingByValue<CimObjectPath>());
    }

    [Fact]
    public async Task Both_ends_of_every_association_find_each_other()
    {
        await using var world = await CimWorld.StartAsync(Furnished);
        var pairs = new HashSet<((string, string), (string, string))>();
        foreach (var space in Spaces(world))
        {
            foreach (var instance in world.All(space, false))
            {
                foreach (var found in world.Service.Associators(world.Caller(space), instance.Path, NoFilter))
                {
                    pairs.Add(((space, instance.Path.ToString()), (found.Namespace, found.Instance.Path.ToString())));
                }
            }
        }

        pairs.Should().NotBeEmpty();
        pairs.Where(pair => !pairs.Contains((pair.Item2, pair.Item1))).Should().BeEmpty();
    }

    [Fact]
    public async Task The_names_of_classes_above_and_of_roles_find_the_same()
    {
        await using var world = await CimWorld.StartAsync(SimulatedWorld.Parse("vms=1,hosts=1,seed=7"));
        foreach (var space in Spaces(world))
        {
            foreach (var link in world.All(space, true).DistinctBy(link => link.Class.Name))
            {
                var (near, far) = (link.Class.References[0], link.Class.References[1]);
                var path = link[near.Index].Reference;
                var above = link.Class.Superclass!;
                var caller = world.Caller(path.Namespace!);
                var from = new CimObjectPath(null, null, path.ClassName, path.Keys);
                var all = Names(world.Service.Associators(caller, from, new(link.Class.Name, null, null, null))).Where(one => one.Length > 0).ToList();

                all.Should().NotBeEmpty(link.Path.ToString());
                Names(world.Service.Associators(caller, from, new(above.Name, null, null, null))).Should().Contain(all);
                Names(world.Service.Associators(caller, from, new(link.Class.Name, "CIM_ManagedElement", near.Name, far.Name))).Should().BeSubsetOf(all);
                Names(world.Service.References(caller, from, new(null, above.Name, near.Name, null))).Should().NotBeEmpty();
                Names(world.Service.Associators(caller, from, new(link.Class.Name, null, "NoSuchRole", null))).Should().BeEmpty();
            }
        }
    }

    private static string[] Spaces(CimWorld world) => [.. world.Cim.Catalog.Spaces.Select(space => space.Name)];

    private static IEnumerable<string> Names(IEnumerable<FoundInstance> found) => found.Select(one => $"{one.Namespace}:{one.Instance.Path}");

    private static bool Same(CimObjectPath end, CimObjectPath path) => new CimObjectPath(null, null, end.ClassName, end.Keys).Equals(path);
}
