namespace XenApi.Server.Http;

/// <summary>A protocol that travels over HTTP.</summary>
/// <param name="Exchange">Answers its requests.</param>
/// <param name="Methods">The methods that it takes, as an Allow header says them.</param>
internal sealed record Protocol(Exchange Exchange, string Methods)
{
    private readonly HashSet<string> methods = [.. Methods.Split(", ")];

    /// <summary>The type of its answers.</summary>
    public string? ContentType { get; init; }

    /// <summary>Whether a request waits for news, and hence takes nobody's place.</summary>
    public Func<ReadOnlyMemory<byte>, bool> Waits { get; init; } = _ => false;

    /// <summary>Whether it takes the method.</summary>
    public bool Takes(string method) => methods.Contains(method);
}
