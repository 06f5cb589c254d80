namespace XenApi.Core.Moving;

/// <summary>How the other host is reached by SSH.</summary>
public sealed record SshSetup
{
    /// <summary>The program: a name, or a path.</summary>
    public string Program { get; init; } = "ssh";

    /// <summary>What it is told beside the host, such as <c>-i FILE</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What it runs there.</summary>
    public string Command { get; init; } = "xl migrate-receive";
}
