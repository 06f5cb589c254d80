using System.Text.Json;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenCim.Tests.Clients;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Tasks;

/// <summary>Calls with <c>Async.</c> before their names: what the task says when they are over, and how broken ones are refused.</summary>
public sealed class TaskTests : IAsyncLifetime
{
    private House house = null!;
    private XenClient client = null!;
    private TaskWatch watch = null!;

    public async Task InitializeAsync()
    {
        house = await House.StartAsync();
        client = await house.EnterAsync();
        watch = new(house);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await house.DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_answers_an_object_leaves_its_class_and_its_reference()
    {
        var vm = await new Life(house).CreateAsync();
        var task = await client.CallAsync<string>("Async.VM.clone", vm.ToString(), "copy");
        await watch.EndAsync(task);

        var record = await RecordAsync(task);

        var copy = house.Now.All<Vm>().Single(other => other.NameLabel == "copy");
        record["status"].Should().Be("success");
        record["progress"].Should().Be("100");
        record["type"].Should().Be("VM");
        record["result"].Should().Be(copy.Id.ToString());
        record["name_label"].Should().Be("VM.clone");
        record["session"].Should().Be(await client.CallAsync<string>("session.get_uuid", client.Session));
        ((List<object?>)record["error_info"]!).Should().BeEmpty();
        ((List<object?>)record["allowed_operations"]!).Should().BeEmpty();
        record.Values.Should().NotContain(client.Session, "the handle of a session is a secret");
    }

    [Fact]
    public async Task A_call_that_answers_nothing_leaves_an_empty_result()
    {
        var vm = await new Life(house).CreateAsync();

        var task = await watch.EndAsync(await client.CallAsync<string>("Async.VM.start", vm.ToString(), false));

        task.Should().Match<XenTask>(t => t.Status == TaskStatusType.Success && t.Result == "" && t.Type == "" && t.ErrorInfo.Count == 0);
        house.Now.Get(vm).PowerState.Should().Be(VmPowerState.Running);
    }

    [Fact]
    public async Task A_call_that_answers_a_set_or_a_map_leaves_it_as_JSON()
    {
        var set = await watch.EndAsync(await client.CallAsync<string>("Async.network.get_all"));
        var map = await watch.EndAsync(await client.CallAsync<string>("Async.network.get_all_records"));

        var all = (await client.CallAsync<List<object?>>("network.get_all")).Cast<string>().ToList();
        all.Should().NotBeEmpty();
        JsonSerializer.Deserialize<string[]>(set.Result).Should().Equal(all);
        using var records = JsonDocument.Parse(map.Result);
        records.RootElement.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo(all);
        var first = records.RootElement.GetProperty(all[0]);
        first.GetProperty("name_label").GetString().Should().Be(await client.CallAsync<string>("network.get_name_label", all[0]));
        (set.Type + map.Type).Should().BeEmpty();
    }

    [Theory]
    [InlineData("VM.unpause")]
    [InlineData("VM.suspend")]
    [InlineData("VM.hard_reboot")]
    public async Task An_error_of_a_task_is_the_error_of_the_call(string call)
    {
        var vm = await new Life(house).CreateAsync();
        var expected = await client.FailAsync(call, vm.ToString());

        var task = await client.CallAsync<string>("Async." + call, vm.ToString());
        await watch.EndAsync(task);

        var record = await RecordAsync(task);
        record["status"].Should().Be("failure");
        record["progress"].Should().Be("100");
        record["result"].Should().Be("");
        ((List<object?>)record["error_info"]!).Should().Equal(expected);
        expected[0].Should().Be("VM_BAD_POWER_STATE");
    }

    [Fact]
    public async Task An_object_that_is_not_there_and_a_value_of_a_wrong_kind_show_in_the_task()
    {
        var nowhere = Guid.NewGuid().ToString();
        var missing = await watch.EndAsync(await client.CallAsync<string>("Async.VM.start", nowhere, false));
        missing.ErrorInfo.Should().Equal("HANDLE_INVALID", "VM", nowhere);

        var vm = (await new Life(house).CreateAsync()).ToString();
        var wrong = await watch.EndAsync(await client.CallAsync<string>("Async.VM.start", vm, "perhaps"));
        wrong.ErrorInfo.Should().Equal(await client.FailAsync("VM.start", vm, "perhaps"));
    }

    [Fact]
    public async Task A_wrong_number_of_parameters_is_refused_at_once_and_before_the_session_is_looked_at()
    {
        var vm = (await new Life(house).CreateAsync()).ToString();
        (await client.FailAsync("Async.VM.start", vm)).Should().Equal("MESSAGE_PARAMETER_COUNT_MISMATCH", "Async.VM.start", "3", "2");
        (await client.FailAsync("Async.VM.start", vm, false, "more")).Should().Equal("MESSAGE_PARAMETER_COUNT_MISMATCH", "Async.VM.start", "3", "4");
        (await ErrorOfAsync("Async.VM.start")).Should().Equal("MESSAGE_PARAMETER_COUNT_MISMATCH", "Async.VM.start", "3", "0");
        (await ErrorOfAsync("Async.VM.start", "nobody")).Should().Equal("MESSAGE_PARAMETER_COUNT_MISMATCH", "Async.VM.start", "3", "1");
        (await ErrorOfAsync("Async.VM.start", "nobody", vm, false)).Should().Equal("SESSION_INVALID", "nobody");
        house.Now.All<XenTask>().Should().BeEmpty();
    }

    [Theory]
    [InlineData("Async.VM.fly")]
    [InlineData("Async.Async.VM.start")]
    [InlineData("Async.")]
    [InlineData("async.VM.start")]
    [InlineData("Async.VM.get_name_label")]
    [InlineData("Async.VM.set_name_label")]
    [InlineData("Async.session.login_with_password")]
    [InlineData("Async.task.cancel")]
    public async Task A_name_that_has_no_twin_is_unknown_in_full(string name)
    {
        using var old = await house.EnterAsync(ApiVersion.V0_9_0);
        (await client.FailAsync(name)).Should().Equal("MESSAGE_METHOD_UNKNOWN", name);
        (await old.FailAsync(name)).Should().Equal("MESSAGE_METHOD_UNKNOWN", name);
    }

    private Task<Dictionary<string, object?>> RecordAsync(string task) => client.CallAsync<Dictionary<string, object?>>("task.get_record", task);

    private async Task<string[]> ErrorOfAsync(string method, params object[] parameters) =>
        (await FluentActions.Awaiting(() => client.SendAsync(method, parameters)).Should().ThrowAsync<XenFailure>()).Which.Description;
}
