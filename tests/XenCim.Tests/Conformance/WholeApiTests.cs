using XenApi.Core.Declarations;
using XenCim.Tests.Clients;
using XenCim.Tests.Facts;

namespace XenCim.Tests.Conformance;

/// <summary>
/// The two documents as the oracle of what a client sees over the wire: every field is in its record with its type, every
/// message exists, takes arguments of its types, refuses others, and answers its type.
/// </summary>
public sealed class WholeApiTests(ServedApi served) : IClassFixture<ServedApi>
{
    // Xen has no such policies any more, so there are no objects of these classes.
    private static readonly string[] WithoutObjects = ["ACMPolicy", "XSPolicy"];

    public static TheoryData<ApiVersion> Revisions => [ApiVersion.V0_9_0, ApiVersion.V1_0_10];

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Every_field_is_in_its_record_with_its_type(ApiVersion version)
    {
        foreach (var c in SpecifiedApi.Of(version).Classes.Where(c => c.Name != "event" && !WithoutObjects.Contains(c.Name)))
        {
            var client = served.Of(version);
            var record = await client.CallAsync<Dictionary<string, object?>>($"{c.Name}.get_record", ObjectOf(client, c.Name));
            record.Keys.Should().BeEquivalentTo(c.Fields.Select(f => f.Name), c.Name);
            foreach (var field in c.Fields)
            {
                WireShape.Fits(field.Type, record[field.Name]).Should().BeTrue($"{c.Name}.{field.Name} is {field.Type} and came as {record[field.Name]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Every_message_exists_and_asks_for_a_session_first(ApiVersion version)
    {
        foreach (var message in SpecifiedApi.Of(version).Messages.Where(m => m.TakesSession))
        {
            (await Failure(() => served.Of(version).SendAsync(message.Name, ["no session"]))).Should().Equal("SESSION_INVALID", "no session");
        }
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Every_message_counts_its_arguments(ApiVersion version)
    {
        var client = served.Of(version);
        foreach (var message in SpecifiedApi.Of(version).Messages.Where(m => m.TakesSession))
        {
            var self = SelfOf(client, message);
            if (self is null && TakesSelf(message))
            {
                continue;
            }

            object[] first = self is null ? [] : [self];
            var many = first.Concat(Enumerable.Repeat<object>("more", message.Parameters.Count + 3)).ToArray();
            (await client.FailAsync(message.Name, many)).Should().Equal(
                ["MESSAGE_PARAMETER_COUNT_MISMATCH", message.Name, $"{message.Parameters.Count + 1}", $"{many.Length + 1}"], message.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Every_message_refuses_arguments_of_other_types(ApiVersion version)
    {
        var client = served.Of(version);
        foreach (var message in SpecifiedApi.Of(version).Messages.Where(m => m.TakesSession && m.Parameters.Count > 0))
        {
            var good = message.Parameters.Select((p, i) => i == 0 && SelfOf(client, message) is { } self ? self : Sample(client, p)).ToArray();
            for (var i = 0; i < good.Length; i++)
            {
                foreach (var wrong in WireShape.Wrong(message.Parameters[i].Type))
                {
                    object[] arguments = [.. good[..i], wrong, .. good[(i + 1)..]];
                    (await client.FailAsync(message.Name, arguments))[0].Should().BeOneOf(
                        ["VALUE_NOT_SUPPORTED", "HANDLE_INVALID"], $"{message.Name} takes {message.Parameters[i].Type} as {message.Parameters[i].Name} and was given {wrong}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Getters_answer_what_the_record_says_and_setters_take_it(ApiVersion version)
    {
        var client = served.Of(version);
        var messages = SpecifiedApi.Of(version).Messages.ToDictionary(m => m.Name);
        foreach (var c in SpecifiedApi.Of(version).Classes.Where(c => c.Name is not ("event" or "session") && !WithoutObjects.Contains(c.Name)))
        {
            var self = ObjectOf(client, c.Name);
            foreach (var field in c.Fields.Where(f => messages.ContainsKey($"{c.Name}.get_{f.Name}")))
            {
                var value = await client.CallAsync($"{c.Name}.get_{field.Name}", self);
                WireShape.Fits(field.Type, value).Should().BeTrue($"{c.Name}.{field.Name} is {field.Type} and came as {value}");
                if (field.Qualifier == "RW" && messages.TryGetValue($"{c.Name}.set_{field.Name}", out var setter) && setter.Parameters.Count == 2)
                {
                    (await client.CallAsync(setter.Name, self, Again(value!))).Should().Be("", setter.Name);
                    (await client.CallAsync($"{c.Name}.get_{field.Name}", self)).Should().BeEquivalentTo(value, setter.Name);
                }

                if (messages.ContainsKey($"{c.Name}.add_to_{field.Name}") && field.Type == "map<string,string>" && field.Name != "VCPUs_params")
                {
                    await client.CallAsync($"{c.Name}.add_to_{field.Name}", self, "order", "c");
                    (await client.CallAsync<Dictionary<string, object?>>($"{c.Name}.get_{field.Name}", self)).Should().Contain("order", "c");
                    await client.CallAsync($"{c.Name}.remove_from_{field.Name}", self, "order");
                    (await client.CallAsync<Dictionary<string, object?>>($"{c.Name}.get_{field.Name}", self)).Should().NotContainKey("order");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Objects_are_found_by_uuid_and_name_and_among_all(ApiVersion version)
    {
        var client = served.Of(version);
        var messages = SpecifiedApi.Of(version).Messages.ToDictionary(m => m.Name);
        foreach (var c in SpecifiedApi.Of(version).Classes.Where(c => c.Name is not ("event" or "session") && !WithoutObjects.Contains(c.Name)))
        {
            var self = ObjectOf(client, c.Name);
            if (messages.ContainsKey($"{c.Name}.get_all"))
            {
                (await client.CallAsync<List<object?>>($"{c.Name}.get_all")).Should().Contain(self, c.Name);
            }

            if (messages.ContainsKey($"{c.Name}.get_by_uuid"))
            {
                (await client.CallAsync($"{c.Name}.get_by_uuid", self)).Should().Be(self, c.Name);
            }

            if (messages.ContainsKey($"{c.Name}.get_by_name_label"))
            {
                var name = await client.CallAsync<string>($"{c.Name}.get_name_label", self);
                (await client.CallAsync<List<object?>>($"{c.Name}.get_by_name_label", name)).Should().Contain(self, c.Name);
            }

            (await client.FailAsync($"{c.Name}.get_record", Guid.Empty == Guid.Parse(self) ? "x" : "11111111-2222-3333-4444-555555555555"))[..2].Should().Equal("HANDLE_INVALID", c.Name);
        }
    }

    private static object Again(object value) => value switch
    {
        List<object?> list => list.Select(item => Again(item!)).ToArray(),
        Dictionary<string, object?> map => map.ToDictionary(entry => entry.Key, entry => Again(entry.Value!)),
        _ => value,
    };

    private static bool TakesSelf(SpecifiedMessage message) =>
        message.Parameters.Count > 0 && message.Parameters[0].Type == $"ref<{message.Name.Split('.')[0]}>";

    private static async Task<string[]> Failure(Func<Task<object?>> call) => (await call.Should().ThrowAsync<XenFailure>()).Which.Description;

    private string? SelfOf(XenClient client, SpecifiedMessage message) =>
        TakesSelf(message) && !WithoutObjects.Contains(message.Name.Split('.')[0]) ? ObjectOf(client, message.Name.Split('.')[0]) : null;

    private string ObjectOf(XenClient client, string c) => c == "session" ? client.Session : served.Objects[c];

    private object Sample(XenClient client, SpecifiedParameter parameter) =>
        parameter.Type.StartsWith("ref<", StringComparison.Ordinal) ? served.Objects.GetValueOrDefault(parameter.Type[4..^1], "")
        : parameter.Type.StartsWith("record<", StringComparison.Ordinal) ? Furnishing.Map()
        : parameter.Type.StartsWith("enum<", StringComparison.Ordinal) ? ""
        : WireShape.Of(parameter.Type);
}
