using System.Reflection;
using System.Text.Json;
using FluentAssertions;
using Hypervisor.Native;
using Hypervisor.Native.Xen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace XenCim.Tests.Hypervisor;

public sealed class XenDriverTests
{
    [Fact]
    public void Every_function_of_the_library_is_looked_for_at_the_start() => LibxlNames.All.Should().BeEquivalentTo(
        typeof(Libxl).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).Where(name => name.StartsWith("libxl_", StringComparison.Ordinal)));

    // xen-vbd-interface(7).
    [Theory]
    [InlineData("xvda", 51712)]
    [InlineData("xvdb", 51728)]
    [InlineData("xvda1", 51713)]
    [InlineData("xvdp15", 51967)]
    [InlineData("xvdq", (1 << 28) | (16 << 8))]
    [InlineData("xvdaa", (1 << 28) | (26 << 8))]
    [InlineData("xvda16", (1 << 28) | 16)]
    [InlineData("sda", 2048)]
    [InlineData("hda", 768)]
    [InlineData("hdb", 832)]
    [InlineData("hdc", 5632)]
    [InlineData("hdd3", 5699)]
    [InlineData("hde", null)]
    [InlineData("xvd", null)]
    [InlineData("xvdA", null)]
    [InlineData("", null)]
    [InlineData("xvda99999999999", null)]
    public void A_disk_has_the_number_that_Xen_gives_it(string device, int? number) => DiskNumber.Of(device).Should().Be(number);

    [Theory]
    [InlineData("""{"domid":5,"uuid":"16d7a179-b6cc-479b-82c4-8ddec93a9a73","running":true}""", DomainState.Running, DownReason.PowerOff)]
    [InlineData("""{"domid":5,"uuid":"16d7a179-b6cc-479b-82c4-8ddec93a9a73","blocked":true,"shutdown_reason":"poweroff"}""", DomainState.Running, DownReason.PowerOff)]
    [InlineData("""{"domid":5,"uuid":"16d7a179-b6cc-479b-82c4-8ddec93a9a73","paused":true}""", DomainState.Paused, DownReason.PowerOff)]
    [InlineData("""{"domid":5,"uuid":"16d7a179-b6cc-479b-82c4-8ddec93a9a73","shutdown":true,"shutdown_reason":"crash"}""", DomainState.Down, DownReason.Crash)]
    [InlineData("""{"domid":5,"uuid":"16d7a179-b6cc-479b-82c4-8ddec93a9a73","shutdown":true,"paused":true,"shutdown_reason":"suspend"}""", DomainState.Down, DownReason.Suspend)]
    [InlineData("""{"domid":5,"uuid":"16d7a179-b6cc-479b-82c4-8ddec93a9a73","shutdown":true,"shutdown_reason":"reboot"}""", DomainState.Down, DownReason.Reboot)]
    public void The_state_of_a_domain_is_read(string json, DomainState state, DownReason reason)
    {
        var info = DomainStatus.Of(JsonDocument.Parse(json).RootElement);
        (info.Number, info.State, info.DownReason).Should().Be((5u, state, reason));
    }

    [Theory]
    [InlineData(-21, HypervisorFault.NotFound)]
    [InlineData(-5, HypervisorFault.OutOfMemory)]
    [InlineData(-6, HypervisorFault.Invalid)]
    [InlineData(-15, HypervisorFault.Transient)]
    [InlineData(-3, HypervisorFault.Failed)]
    public void The_numbers_of_the_library_are_kinds_of_failure(int code, HypervisorFault fault) => LibxlCode.FaultOf(code).Should().Be(fault);

    // As xtl_createlogger_stdiostream writes them.
    [Theory]
    [InlineData("libxl: error: libxl_create.c:1:f: Domain 5:no", LogLevel.Error, "libxl_create.c:1:f: Domain 5:no")]
    [InlineData("xc: warning: something: else", LogLevel.Warning, "something: else")]
    [InlineData("error: without a context", LogLevel.Error, "without a context")]
    [InlineData("libxl: notice: so", LogLevel.Information, "so")]
    [InlineData("libxl: debug: so", LogLevel.Trace, "so")]
    [InlineData("no form at all", LogLevel.Information, "no form at all")]
    [InlineData("a: b: error: too late", LogLevel.Information, "a: b: error: too late")]
    [InlineData("", LogLevel.Information, "")]
    public void A_line_of_the_library_is_read(string line, LogLevel level, string said) => LibxlLog.Parse(line).Should().Be((level, said));

    [SkippableOnXenFact]
    public async Task Where_there_is_no_Xen_it_is_said_what_to_do()
    {
        var open = () => XenHypervisor.OpenAsync(Path.GetTempPath(), TimeProvider.System, NullLogger.Instance);
        (await open.Should().ThrowAsync<HypervisorException>()).WithMessage("*no host of Xen*--hypervisor simulated*");
    }

    // A control domain has it.
    private sealed class SkippableOnXenFactAttribute : FactAttribute
    {
        public SkippableOnXenFactAttribute() => Skip = XenHypervisor.IsHere ? "this is a host of Xen" : null;
    }
}
