using System.Text;
using Wire;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>A request and its answer, without HTTP around it.</summary>
internal sealed class FakeTurn : HttpTurn
{
    private readonly Dictionary<string, string> headers;

    public FakeTurn(string method, Dictionary<string, string> headers, byte[] body)
    {
        Method = method;
        this.headers = headers;
        Body = body;
        Status = 200;
    }

    public override string Method { get; }

    public override string Target => "/cimom";

    public override CancellationToken Gone => default;

    /// <summary>The headers of the answer.</summary>
    public List<(string Name, string Value)> Told { get; } = [];

    /// <summary>What was sent before the answer was whole.</summary>
    public List<byte> Flown { get; } = [];

    /// <summary>What happens when something is sent.</summary>
    public Action AfterFlow { get; set; } = () => { };

    public override ValueTask FlowAsync()
    {
        Flown.AddRange(Answer.ToArray());
        Answer.Release();
        AfterFlow();
        return default;
    }

    public override string? Header(string name) => headers.GetValueOrDefault(name);

    public override void Tell(string name, string value) => Told.Add((name, value));

    /// <summary>The answer as it is written down: status, headers, body.</summary>
    public string Written()
    {
        var type = ContentType is null ? "" : $"Content-Type: {ContentType}\n";
        return $"{Status}\n{type}{string.Concat(Told.Select(header => $"{header.Name}: {header.Value}\n"))}\n{Encoding.UTF8.GetString([.. Flown, .. Answer.ToArray()])}".TrimEnd('\n');
    }
}
