using CsCheck;
using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace XenCim.Tests.Memory;

public class ObjectTreeTests
{
    private static readonly Gen<Guid> AnyId = Gen.Int[0, 300].Select(Id);
    private static readonly Gen<Guid> FallingTogether = Gen.Int[0, 7].Select(number => Together((ulong)number));

    /// <summary>Puts and removals, and whether the tree as it was is kept before it.</summary>
    private static readonly Gen<(Guid Id, bool IsPut, bool IsKept)[]> Steps = Gen.Select(Gen.Frequency((4, AnyId), (1, FallingTogether)), Gen.Bool, Gen.Int[0, 9].Select(some => some == 0)).Array[0, 600];

    [Fact]
    public void It_does_what_a_dictionary_does_and_what_was_taken_stays_as_it_was() => Steps.Sample(
        steps =>
        {
            var expected = new Dictionary<Guid, XenObject>();
            var builder = ObjectTree.Empty.ToBuilder();
            var kept = new List<(ObjectTree Tree, Dictionary<Guid, XenObject> Expected)>();
            foreach (var (id, isPut, isKept) in steps)
            {
                if (isKept)
                {
                    kept.Add((builder.ToTree(), new(expected)));
                }

                if (isPut)
                {
                    builder.Put(expected[id] = new Vm { Id = id });
                }
                else
                {
                    expected.Remove(id);
                    builder.Remove(id);
                }
            }

            kept.Add((builder.ToTree(), expected));
            foreach (var (tree, objects) in kept)
            {
                ShouldHave(tree, objects);
            }
        });

    [Fact]
    public void Another_version_shares_nothing_that_changes()
    {
        var first = ObjectTree.Of(Enumerable.Range(0, 1000).Select(number => new Vm { Id = Id(number) }));
        var (one, other) = (first.ToBuilder(), first.ToBuilder());

        one.Put(new Vm { Id = Id(7), NameLabel = "one" });
        one.Remove(Id(8));
        other.Put(new Vm { Id = Id(7), NameLabel = "other" });
        var (ofOne, ofOther) = (one.ToTree(), other.ToTree());
        one.Put(new Vm { Id = Id(7), NameLabel = "later" });

        Name(first).Should().BeEmpty();
        Name(ofOne).Should().Be("one");
        Name(ofOther).Should().Be("other");
        (first.Count, ofOne.Count, ofOther.Count).Should().Be((1000, 999, 1000));
        ofOne.Find(Id(8)).Should().BeNull();
        first.Find(Id(8)).Should().NotBeNull();
    }

    [Fact]
    public void Those_that_fall_together_are_told_apart()
    {
        var tree = ObjectTree.Of(Enumerable.Range(0, 5).Select(number => new Vm { Id = Together((ulong)number), UserVersion = number }));

        tree.Count.Should().Be(5);
        ((Vm)tree.Find(Together(3))!).UserVersion.Should().Be(3);
        tree.Find(Together(5)).Should().BeNull();
    }

    private static void ShouldHave(ObjectTree tree, Dictionary<Guid, XenObject> objects)
    {
        tree.Count.Should().Be(objects.Count);
        tree.Select(some => some.Id.ToString()).Should().BeInAscendingOrder(StringComparer.Ordinal);
        tree.ToHashSet(ReferenceEqualityComparer.Instance).SetEquals(objects.Values).Should().BeTrue();
        foreach (var id in Enumerable.Range(0, 301).Select(Id).Concat(Enumerable.Range(0, 8).Select(number => Together((ulong)number))))
        {
            tree.Find(id).Should().BeSameAs(objects.GetValueOrDefault(id));
        }
    }

    private static string Name(ObjectTree tree) => ((Vm)tree.Find(Id(7))!).NameLabel;

    private static Guid Id(int number) => new(number, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8);

    // They differ in their last bits only.
    private static Guid Together(ulong number) => new(0xFFFFFFFF, 0xFFFF, 0xFFFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, (byte)number);
}
