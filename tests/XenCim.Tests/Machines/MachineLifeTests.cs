using XenApi.Core.Machines;

namespace XenCim.Tests.Machines;

/// <summary>
/// The table of a machine's life against the document, written down a second time: the code and the other tests share the
/// table, so they would all follow a wrong row.
/// </summary>
public sealed class MachineLifeTests
{
    [Theory]
    [InlineData("VM.start", "Halted", "Halted", "Running")]
    [InlineData("VM.pause", "Running", "Running", "Paused")]
    [InlineData("VM.unpause", "Paused", "Paused", "Running")]
    [InlineData("VM.suspend", "Running", "Paused Running", "Suspended")]
    [InlineData("VM.resume", "Suspended", "Suspended", "Running")]
    [InlineData("VM.clean_shutdown", "Running", "Running", "Halted")]
    [InlineData("VM.clean_reboot", "Running", "Running", "Running")]
    [InlineData("VM.hard_shutdown", "Running", "Halted Paused Running Suspended Crashed", "Halted")]
    [InlineData("VM.hard_reboot", "Running", "Paused Running Crashed", "Running")]
    [InlineData("VM.migrate", "Running", "Running", "")]
    [InlineData("VM.cpu_pool_migrate", "Running", "Paused Running", "")]
    [InlineData("VM.send_sysrq", "Running", "Running", "")]
    [InlineData("VM.send_trigger", "Running", "Running", "")]
    [InlineData("VM.save", "Running", "Paused Running", "Halted")]
    [InlineData("VM.clone", "Halted", "Halted", "")]
    [InlineData("VM.destroy", "Halted", "Halted", "")]
    public void An_order_is_allowed_where_the_document_and_its_clients_have_it(string order, string expected, string allowed, string after)
    {
        var step = Life.Steps.Single(s => s.Name == order);
        step.Expected.ToString().Should().Be(expected);
        string.Join(' ', Life.States.Where(step.IsAllowedIn)).Should().Be(allowed);
        $"{step.After}".Should().Be(after);
    }

    [Fact]
    public void Every_order_stands_in_the_second_table_too() =>
        typeof(MachineLifeTests).GetMethod(nameof(An_order_is_allowed_where_the_document_and_its_clients_have_it))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Should().HaveCount(Life.Steps.Length);
}
