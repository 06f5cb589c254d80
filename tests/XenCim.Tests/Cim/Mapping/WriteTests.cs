using Cim.Provider.Operations;
using Cim.Provider.Schema;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Cim.Mapping;

/// <summary>A property that is a writable field is changed by the setter of that field.</summary>
public sealed class WriteTests
{
    private const string Schema = """
        [Xen_Source{"VM where not is_control_domain"}]
        class Test_Thing {
          [Key, Xen_Value{"uuid"}] string Name;
          [Write, Xen_Value{"name_label"}] string ElementName;
          [Write, Xen_Value{"name_description"}] string Description;
          [Write, Xen_Value{"other_config"}] string Config[];
          [Write, Xen_Value{"user_version"}] uint32 Version;
          [Write, Xen_Value{"actions_after_crash"}] string AfterCrash;
          [Write, Xen_Value{"memory_static_max"}] uint64 Memory;
          [Xen_Value{"power_state"}] string State;
        };
        """;

    [Fact]
    public async Task All_that_is_given_is_set_in_one_commit()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync();
        var before = house.Now.Generation;

        await ModifyAsync(house, ("ElementName", CimValue.Of("new")), ("Description", CimValue.Of("words")), ("Version", CimValue.OfInteger(CimType.UInt32, 7)),
            ("Config", CimValue.OfItems(CimType.StringArray, [CimValue.Of("a=b=c"), CimValue.Of("d=")])), ("AfterCrash", CimValue.Of("preserve")));

        house.Now.Generation.Should().Be(before + 1);
        var now = life.Get(vm);
        (now.NameLabel, now.NameDescription, now.UserVersion, now.ActionsAfterCrash).Should().Be(("new", "words", 7, OnCrashBehaviour.Preserve));
        now.OtherConfig.Should().BeEquivalentTo(new Dictionary<string, string> { ["a"] = "b=c", ["d"] = "" });
    }

    [Fact]
    public async Task What_cannot_be_set_leaves_all_as_it_was()
    {
        await using var house = await House.StartAsync();
        var vm = await new Life(house).CreateAsync();

        await FailAsync(() => ModifyAsync(house, ("ElementName", CimValue.Of("new")), ("State", CimValue.Of("Running"))), CimStatus.NotSupported);
        await FailAsync(() => ModifyAsync(house, ("ElementName", CimValue.Of("new")), ("Config", CimValue.OfItems(CimType.StringArray, [CimValue.Of("x")]))), CimStatus.InvalidParameter);
        await FailAsync(() => ModifyAsync(house, ("ElementName", CimValue.Null(CimType.String))), CimStatus.InvalidParameter);
        await FailAsync(() => ModifyAsync(house, ("Nothing", CimValue.Of("x"))), CimStatus.NoSuchProperty);
        await ((Func<Task>)(() => ModifyAsync(house, ("ElementName", CimValue.Of("new")), ("AfterCrash", CimValue.Of("explode"))))).Should().ThrowAsync<ApiError>();

        house.Now.Get(vm).NameLabel.Should().Be("guest");
    }

    [Fact]
    public async Task A_value_that_is_there_already_is_no_change()
    {
        await using var house = await House.StartAsync();
        await new Life(house).CreateAsync();
        var before = house.Now.Generation;

        await ModifyAsync(house, ("State", CimValue.Of("Halted")));

        house.Now.Generation.Should().Be(before);
    }

    private static async Task FailAsync(Func<Task> act, CimStatus status) => (await act.Should().ThrowAsync<CimException>()).Which.Status.Should().Be(status);

    private static Task ModifyAsync(House house, params (string Name, CimValue Value)[] values)
    {
        var source = (IMeasuredSource)MappedSchema.Of(Schema).Source();
        return source.Writer.ModifyAsync(house.Caller(), source.All(house.Now).Single(), [.. values.Select(value => new CimPropertyValue(value.Name, value.Value))]);
    }
}
