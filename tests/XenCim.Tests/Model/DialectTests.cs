using System.Text.Json.Nodes;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;
using XenCim.Tests.Clients;

namespace XenCim.Tests.Model;

/// <summary>Fields of XAPI beyond the classic API: declared as XAPI has them, and shown by no classic listener.</summary>
public sealed class DialectTests
{
    private static readonly JsonNode Facts = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Facts", "xapi-fields.json")))!;

    private static readonly List<(XenClass Class, XenField Field)> Declared =
        [.. XenModel.Classes.SelectMany(c => c.Fields.Where(f => f.Since == ApiVersion.Xapi).Select(f => (c, f)))];

    [Fact]
    public void Every_field_of_the_dialect_has_the_type_and_the_qualifier_that_XAPI_gives_it()
    {
        Declared.Should().NotBeEmpty();
        foreach (var (c, field) in Declared)
        {
            var qualifier = field.Access switch { Access.ReadOnly => "ROrun", Access.StaticReadOnly => "ROins", _ => "RW" };
            ((string?)Facts["classes"]![c.Name]?[field.Name]).Should().Be($"{qualifier} {field.Type}", $"{c.Name}.{field.Name}");
        }
    }

    [Fact]
    public void Every_value_of_its_enumerations_is_one_of_XAPI()
    {
        foreach (var (name, values) in Facts["enums"]!.AsObject())
        {
            XenModel.Enums.Single(e => e.Name == name).Values.Select(v => v.Name).Should().BeSubsetOf(values!.AsArray().Select(v => (string)v!), name);
        }
    }

    [Theory]
    [InlineData(ApiVersion.V1_0_10)]
    [InlineData(ApiVersion.Xend)]
    public async Task No_classic_listener_shows_or_takes_them(ApiVersion version)
    {
        await using var house = await House.StartAsync();
        using var client = await house.EnterAsync(version);
        var vm = (string)(await client.CallAsync("VM.create", new Dictionary<string, object?>
        {
            ["name_label"] = "guest", ["memory_static_max"] = 64L << 20, ["memory_dynamic_max"] = 64L << 20, ["tags"] = new List<object?> { "new" }, ["is_a_snapshot"] = true,
        }))!;

        var record = (IDictionary<string, object?>)(await client.CallAsync("VM.get_record", vm))!;

        record.Keys.Should().NotIntersectWith(Declared.Where(d => d.Class == Vm.Descriptor).Select(d => d.Field.Name));
        var kept = house.Now.Get(new Ref<Vm>(Guid.Parse(vm)));
        kept.Tags.Should().BeEmpty();
        kept.IsASnapshot.Should().BeFalse();
        foreach (var (c, field) in Declared)
        {
            CallTable.Of(version).Calls.Should().NotContain(call => call.Name == $"{c.Name}.get_{field.Name}" && call.Since == ApiVersion.Xapi);
        }

        (await FluentActions.Awaiting(() => client.CallAsync("VM.get_tags", vm)).Should().ThrowAsync<XenFailure>()).Which.Description[0].Should().Be("MESSAGE_METHOD_UNKNOWN");
    }
}
