using System.Diagnostics;
using FluentAssertions;
using Hypervisor.Native.Xen;
using Xunit;

namespace XenCim.Tests.Hypervisor;

public sealed class XenChildrenTests : IDisposable
{
    private const int Self = 185;

    private readonly string root = Directory.CreateTempSubdirectory("xencim-").FullName;
    private readonly List<int> ended = [];
    private readonly StuckChildren children;

    public XenChildrenTests()
    {
        children = new(root, Self, ended.Add);
        Process(Self, "xencim", "xencim", 1, "do_sys_poll");
    }

    public void Dispose() => Directory.Delete(root, true);

    [Fact]
    public void A_forked_child_that_waits_for_a_lock_at_two_looks_is_ended()
    {
        Process(280, ".NET TP Worker) S 1 (", "xencim", Self, "futex_wait_queue");
        children.Look();
        ended.Should().BeEmpty();
        children.Look();
        ended.Should().Equal(280);
    }

    [Fact]
    public void One_that_got_on_between_the_looks_is_left()
    {
        Process(280, "x", "xencim", Self, "futex_wait_queue");
        children.Look();
        Process(280, "x", "xencim", Self, "0");
        children.Look();
        Process(280, "x", "xencim", Self, "futex_wait_queue");
        children.Look();
        ended.Should().BeEmpty();
    }

    [Theory]
    [InlineData("bash", Self, "futex_wait_queue")]
    [InlineData("xencim", 1, "futex_wait_queue")]
    [InlineData("xencim", Self, "do_wait")]
    public void Others_are_left(string program, int parent, string place)
    {
        Process(281, "other", program, parent, place);
        children.Look();
        children.Look();
        ended.Should().BeEmpty();
    }

    [Fact]
    public void The_real_tree_is_read()
    {
        var real = new StuckChildren("/", Environment.ProcessId, ended.Add);
        using var child = System.Diagnostics.Process.Start(new ProcessStartInfo("sleep", "60"))!;
        real.Look();
        real.Look();
        child.Kill();

        // Servers that other tests start meanwhile run the same program as this one and wait: what is never so outside of tests.
        ended.Should().NotContain(child.Id);
    }

    private void Process(int number, string name, string program, int parent, string place)
    {
        var directory = Directory.CreateDirectory(Path.Combine(root, "proc", $"{number}")).FullName;
        File.WriteAllText(Path.Combine(directory, "stat"), $"{number} ({name}) S {parent} {parent} 0 0 -1\n");
        File.WriteAllText(Path.Combine(directory, "wchan"), place);
        File.Delete(Path.Combine(directory, "exe"));
        File.CreateSymbolicLink(Path.Combine(directory, "exe"), $"/usr/bin/{program}");
    }
}
