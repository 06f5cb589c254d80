using System.Globalization;
using Hypervisor.Native.Linux;

namespace Hypervisor.Native.Xen;

/// <summary>
/// Ends children that stand still for ever. libxenlight forks one to end a domain, and goes on in it with the library of
/// hypercalls, which has a lock: where another thread of ours had just taken that, nobody in the child gives it back. A child
/// that was forked has one thread, so one that waits for a lock will always wait.
/// </summary>
/// <param name="root">The root of the system: <c>/</c>.</param>
/// <param name="self">Our process.</param>
/// <param name="end">Ends a process; libxenlight learns of it as of any end of a child, and the order fails and is given again.</param>
internal sealed class StuckChildren(string root, int self, Action<int> end)
{
    private readonly HostTree tree = new(root);
    private HashSet<int> waiting = [];

    /// <summary>Looks at the children; one that waits for a lock, and did so at the look before, is ended.</summary>
    public void Look()
    {
        var before = waiting;
        waiting = [.. Forked().Where(IsWaitingForLock)];
        foreach (var stuck in waiting.Where(before.Contains))
        {
            end(stuck);
        }
    }

    // What has become another program by exec has locks of its own.
    private IEnumerable<int> Forked()
    {
        var program = tree.Link($"proc/{self}/exe");
        foreach (var name in tree.Names("proc"))
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && ParentOf(process) == self && tree.Link($"proc/{process}/exe") == program)
            {
                yield return process;
            }
        }
    }

    // proc_pid_stat(5): number, name in parentheses, state, parent. A name may have anything in it.
    private int? ParentOf(int process) =>
        tree.Text($"proc/{process}/stat") is { } stat && stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var parent, ..]
            && int.TryParse(parent, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private bool IsWaitingForLock(int process) => tree.Text($"proc/{process}/wchan") is { } place && place.StartsWith("futex_", StringComparison.Ordinal);
}
