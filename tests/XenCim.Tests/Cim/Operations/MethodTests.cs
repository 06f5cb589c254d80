using Cim.Provider.Operations;
using Cim.Provider.Schema;
using static XenCim.Tests.Cim.Operations.ServedHouse;

namespace XenCim.Tests.Cim.Operations;

/// <summary>Calls of methods, and what is wrong with them.</summary>
public sealed class MethodTests
{
    private static readonly CimValue Seven = CimValue.OfInteger(CimType.UInt16, 7);

    [Fact]
    public async Task A_handler_gets_the_instance_and_every_input()
    {
        await using var served = await StartAsync();
        var path = await served.CreateAsync(vm => vm with { NameLabel = "one" });
        MethodCall? called = null;
        served.Service.Methods.Add("TEST_NAMED", "restart", call => throw new InvalidOperationException("The class has its own."));
        served.Service.Methods.Add("TEST_SYSTEM", "restart", call =>
        {
            called = call;
            return Task.FromResult(new MethodResult(CimValue.OfInteger(CimType.UInt32, 4), [new("Said", CimValue.Of("yes"))]));
        });

        var result = await served.Service.InvokeMethodAsync(served.Caller(), path, "RESTART", [new("how", CimValue.Of("7"))]);

        result.Value.Integer.Should().Be(4);
        result.Outputs.Single().Value.Text.Should().Be("yes");
        called!.Target!["Label"].Text.Should().Be("one");
        called["How"].Should().Be(Seven);
        called.Arguments.Select(argument => argument.Name).Should().Equal("How", "Words");
        called["Words"].IsNull.Should().BeTrue();
    }

    [Fact]
    public async Task A_static_method_is_called_on_the_class()
    {
        await using var served = await StartAsync();
        var path = await served.CreateAsync();
        served.Service.Methods.Add("Test_System", "Count", call => Task.FromResult(new MethodResult(CimValue.OfInteger(CimType.UInt32, call.Target is null ? 1 : 2), [])));

        (await served.Service.InvokeMethodAsync(served.Caller(), Path("Test_System"), "Count", [])).Value.Integer.Should().Be(1);
        (await served.Service.InvokeMethodAsync(served.Caller(), path, "Count", [])).Value.Integer.Should().Be(2);
        (await StatusAsync(served, Path("Test_System"), "Restart", ("How", Seven))).Should().Be(CimStatus.InvalidParameter);
    }

    [Fact]
    public async Task What_is_wrong_is_told()
    {
        await using var served = await StartAsync();
        var path = await served.CreateAsync();

        (await StatusAsync(served, path, "Restart", ("How", Seven))).Should().Be(CimStatus.MethodNotAvailable);
        (await StatusAsync(served, path, "Nothing")).Should().Be(CimStatus.MethodNotFound);
        (await StatusAsync(served, Path("Test_Nothing"), "Restart")).Should().Be(CimStatus.NotFound);
        (await StatusAsync(served, Path("Test_System", ("Name", CimValue.Of("none"))), "Restart")).Should().Be(CimStatus.NotFound);
        (await StatusAsync(served, path, "Restart")).Should().Be(CimStatus.InvalidParameter);
        (await StatusAsync(served, path, "Restart", ("How", CimValue.Null(CimType.UInt16)))).Should().Be(CimStatus.InvalidParameter);
        (await StatusAsync(served, path, "Restart", ("How", Seven), ("HOW", Seven))).Should().Be(CimStatus.InvalidParameter);
        (await StatusAsync(served, path, "Restart", ("How", Seven), ("Said", CimValue.Of("no")))).Should().Be(CimStatus.InvalidParameter);
        (await StatusAsync(served, path, "Restart", ("How", Seven), ("Other", Seven))).Should().Be(CimStatus.InvalidParameter);
        (await StatusAsync(served, path, "Restart", ("How", CimValue.Of(true)))).Should().Be(CimStatus.InvalidParameter);
        (await StatusAsync(served, path, "Restart", ("How", CimValue.OfInteger(CimType.UInt32, 70000)))).Should().Be(CimStatus.InvalidParameter);
        (await StatusAsync(served, path, "Restart", ("How", Seven), ("Words", CimValue.Of("one")))).Should().Be(CimStatus.InvalidParameter);
    }

    private static async Task<CimStatus> StatusAsync(ServedHouse served, CimObjectPath path, string method, params (string Name, CimValue Value)[] arguments)
    {
        var act = () => served.Service.InvokeMethodAsync(served.Caller(), path, method, [.. arguments.Select(argument => new CimPropertyValue(argument.Name, argument.Value))]);
        return (await act.Should().ThrowAsync<CimException>()).Which.Status;
    }
}
