namespace Wire;

/// <summary>A request and the answer to it, as a protocol over HTTP sees them; no web server is in sight.</summary>
public abstract class HttpTurn
{
    /// <summary>The method of the request.</summary>
    public abstract string Method { get; }

    /// <summary>The target of the request, as it was sent.</summary>
    public abstract string Target { get; }

    /// <summary>The whole body of the request; it stays as it is until the turn is over.</summary>
    public ReadOnlyMemory<byte> Body { get; protected set; }

    /// <summary>Where the body of the answer goes.</summary>
    public AnswerBuffer Answer { get; } = new();

    /// <summary>The status of the answer; 200 unless somebody says otherwise.</summary>
    public int Status { get; set; }

    /// <summary>The type of the answer's body; null where there is no body.</summary>
    public string? ContentType { get; set; }

    /// <summary>Set when the client is gone or the server stops.</summary>
    public abstract CancellationToken Gone { get; }

    /// <summary>A header of the request; null where it is not there. One that came several times is joined by commas.</summary>
    public abstract string? Header(string name);

    /// <summary>
    /// Sends what is written of the answer, as fast as the client takes it. Its status and its headers stand from the first
    /// time on; what is written later goes after it.
    /// </summary>
    public abstract ValueTask FlowAsync();

    /// <summary>Adds a header to the answer.</summary>
    public abstract void Tell(string name, string value);
}
