using CsCheck;
using XenApi.Core.Storage;

namespace XenCim.Tests.Storage;

public sealed class BaseTreeTests
{
    [Fact]
    public void A_base_goes_with_the_last_that_stands_on_it_and_those_below_with_it()
    {
        var tree = new BaseTree();
        tree.Add("low", 10);
        tree.Add("high", 5);
        tree.Stand("high", "low").Should().BeEmpty();
        tree.Stand("one", "high").Should().BeEmpty();
        tree.Stand("two", "high").Should().BeEmpty();
        tree.UsedBytes.Should().Be(15);
        tree.Depth("one").Should().Be(2);

        tree.Stand("one", null).Should().BeEmpty();
        tree.Stand("unknown", null).Should().BeEmpty();
        tree.Stand("two", null).Should().Equal("high", "low");

        tree.UsedBytes.Should().Be(0);
        tree.Unneeded.Should().BeEmpty();
    }

    [Fact]
    public void What_moves_to_another_base_lets_the_old_one_go()
    {
        var tree = new BaseTree();
        tree.Add("old", 1);
        tree.Stand("one", "old");
        tree.Add("new", 2);

        tree.Stand("one", "old").Should().BeEmpty("it is the same");
        tree.Stand("one", "new").Should().Equal("old");
        tree.BaseOf("one").Should().Be("new");
        tree.UsedBytes.Should().Be(2);
    }

    [Fact]
    public void Bases_in_a_circle_are_no_reason_to_hang()
    {
        var tree = new BaseTree();
        tree.Stand("a", "b");
        tree.Stand("b", "a");
        tree.Stand("one", "a");

        tree.Depth("one").Should().BeGreaterThan(100);
        tree.Stand("one", null).Should().BeEmpty();
    }

    [Fact]
    public void Whatever_comes_and_goes_exactly_the_bases_that_are_needed_are_kept() => Gen.Int[0, 1 << 20].Array[1, 60].Sample(choices =>
    {
        // The model: who stands on whom, and what can be reached from the images is needed.
        var (tree, model, images, next) = (new BaseTree(), new Dictionary<string, string>(), new List<string>(), 0);
        HashSet<string> kept = [];
        foreach (var choice in choices)
        {
            if (choice % 3 == 0 || images.Count == 0)
            {
                images.Add($"i{next++}");
            }
            else if (choice % 3 == 1)
            {
                // The clone of an image, as the bases of a directory have it.
                var (image, copy, basis) = (images[choice / 3 % images.Count], $"i{next++}", $"b{next++}");
                tree.Add(basis, 1);
                kept.Add(basis);
                tree.Stand(basis, tree.BaseOf(image)).Should().BeEmpty();
                tree.Stand(image, basis).Should().BeEmpty();
                tree.Stand(copy, basis).Should().BeEmpty();
                if (model.TryGetValue(image, out var below))
                {
                    model[basis] = below;
                }

                (model[image], model[copy]) = (basis, basis);
                images.Add(copy);
            }
            else
            {
                var image = images[choice / 3 % images.Count];
                images.Remove(image);
                model.Remove(image);
                kept.ExceptWith(tree.Stand(image, null));
            }

            var needed = images.SelectMany(image => Chain(model, image)).ToHashSet();
            kept.SetEquals(needed).Should().BeTrue();
            tree.UsedBytes.Should().Be(needed.Count);
            images.TrueForAll(image => tree.Depth(image) == Chain(model, image).Count()).Should().BeTrue();
        }
    });

    private static IEnumerable<string> Chain(Dictionary<string, string> model, string name)
    {
        for (var next = model.GetValueOrDefault(name); next is not null; next = model.GetValueOrDefault(next))
        {
            yield return next;
        }
    }
}
