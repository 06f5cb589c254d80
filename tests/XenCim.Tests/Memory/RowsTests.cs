using System.Text.Json;
using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace XenCim.Tests.Memory;

/// <summary>The rows of a batch in the making, with a journal that takes some while more come.</summary>
public class RowsTests
{
    private readonly Rows rows = new();
    private readonly Vm vm = new() { Id = Guid.NewGuid() };

    [Fact]
    public void One_object_is_one_row_however_often_it_changed()
    {
        Put(vm, 1, 2, 3);

        TakenVersions(all: true).Should().Equal(3);
        rows.IsAny.Should().BeTrue();
    }

    [Fact]
    public void What_was_handed_over_is_not_touched_any_more_and_what_comes_then_is_a_row_more()
    {
        Put(vm, 1, 2);
        rows.Hand();
        Put(vm, 3, 4);

        TakenVersions(all: false).Should().Equal(2);
        Put(vm, 5);
        TakenVersions(all: true).Should().Equal(5);
        rows.TryTake(all: true).Should().BeFalse();
    }

    [Fact]
    public void What_was_taken_stays_as_it_is_while_many_more_come()
    {
        Put(vm, 1);
        rows.TryTake(all: true);
        var taken = rows.Taken;

        for (var i = 0; i < 1000; i++)
        {
            Put(new() { Id = Guid.NewGuid() }, i);
        }

        Versions(taken).Should().Equal(1);
        TakenVersions(all: true).Should().Equal(Enumerable.Range(0, 1000));
        rows.Clear();
        rows.IsAny.Should().BeFalse();
        rows.TryTake(all: true).Should().BeFalse();
    }

    private static IEnumerable<int> Versions(ReadOnlyMemory<Row> some) =>
        some.ToArray().Select(row => JsonDocument.Parse(row.Body!.Value).RootElement.GetProperty("user_version").GetInt32() - 10).ToList();

    private IEnumerable<int> TakenVersions(bool all)
    {
        rows.TryTake(all).Should().BeTrue();
        return Versions(rows.Taken);
    }

    private void Put(Vm some, params int[] versions)
    {
        foreach (var version in versions)
        {
            // The default is not written.
            var after = some with { UserVersion = version + 10 };
            rows.Take([new(Vm.Descriptor, some.Id, null, after, IsKept: true, IsTold: true)]);
        }
    }
}
