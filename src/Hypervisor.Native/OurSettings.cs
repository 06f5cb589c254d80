using System.Diagnostics;

namespace Hypervisor.Native;

/// <summary>The server's settings in its environment, passwords among them: no business of the programs that it starts.</summary>
public static class OurSettings
{
    private const string Begin = "XENCIM_";

    /// <summary>Keeps them from a program.</summary>
    public static void Hide(ProcessStartInfo start)
    {
        foreach (var ours in start.Environment.Keys.Where(name => name.StartsWith(Begin, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(ours);
        }
    }
}
