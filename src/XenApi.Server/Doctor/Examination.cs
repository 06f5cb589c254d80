using XenApi.Server.Settings;

namespace XenApi.Server.Doctor;

/// <summary>All that was found on a host.</summary>
/// <param name="UsesXen">Whether the server would run the machines of a real Xen.</param>
/// <param name="Findings">What was found, in order.</param>
internal sealed record Examination(bool UsesXen, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether nothing failed.</summary>
    public bool IsSound => Count(Verdict.Fail) == 0;

    /// <summary>How many checks came to that.</summary>
    public int Count(Verdict verdict) => Findings.Count(finding => finding.Verdict == verdict);

    /// <summary>Examines a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="settings">Reads what the server is told.</param>
    public static Examination Of(Patient host, Func<ServerSettings> settings)
    {
        var (told, about) = Told(settings);
        var xen = XenPresence.On(host.Tree);
        var usesXen = told is null ? xen.IsControlDomain : told.Hypervisor == HypervisorKind.Xen;
        List<Finding> findings = [.. SystemChecks.Of(host, usesXen)];
        if (usesXen)
        {
            findings.AddRange(
            [
                .. XenChecks.Of(host, xen),
                .. xen.IsControlDomain ? DaemonChecks.Of(host) : [],
                .. ModuleChecks.Of(host),
                .. NetworkChecks.Of(host),
                .. ToolChecks.Of(host, xen.Version),
            ]);
        }
        else
        {
            findings.Add(Finding.Ok("xen", Absence(xen) + ": the simulated hypervisor will be used"));
        }

        findings.Add(about);
        if (told is not null)
        {
            var state = StateCheck.Of(told.StateDirectory);
            findings.Add(state.Finding);
            findings.AddRange(ListenerChecks.Of(told, state.IsInUse));
        }

        return new(usesXen, findings);
    }

    private static (ServerSettings?, Finding) Told(Func<ServerSettings> settings)
    {
        try
        {
            return (settings(), Finding.Ok("settings", "can be taken"));
        }
        catch (SettingException e)
        {
            return (null, Finding.Fail("settings", e.Message, "Correct it in the file, in the environment or on the command line."));
        }
    }

    private static string Absence(XenPresence xen) => xen.IsControlDomain ? "the server is told so"
        : xen.IsXen ? "this is a guest of Xen and not its control domain"
        : "this machine does not run on Xen";
}
