using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using XenApi.Server.Http;
using XenCim.Tests.Server;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>CIM-XML over the house's own HTTP server.</summary>
public sealed class CimHttpTests : IAsyncLifetime
{
    private const string Names = "<IPARAMVALUE NAME=\"ClassName\"><CLASSNAME NAME=\"Test_Host\"/></IPARAMVALUE>";

    private CimDesk desk = null!;
    private HttpServer http = null!;

    public async Task InitializeAsync()
    {
        desk = await CimDesk.OpenAsync();
        var entrance = new Entrance(new(Desk.At("http://127.0.0.1:0")), new(desk.Exchange.AnswerAsync, "POST, M-POST, OPTIONS"));
        http = await HttpServer.StartAsync([entrance], new() { BodyBytes = 100_000 }, NullLoggerFactory.Instance);
    }

    public async Task DisposeAsync()
    {
        await http.DisposeAsync();
        await desk.DisposeAsync();
    }

    [Fact]
    public async Task A_request_may_be_split_at_every_byte()
    {
        await using var client = await RawClient.ConnectAsync(http.Addresses.Single());
        var request = Bytes(CimDesk.Request("EnumerateInstanceNames", Names));
        var whole = (await client.AskAsync(request)).Text;
        whole.Should().Contain("<INSTANCENAME CLASSNAME=\"Test_Host\">");
        for (var at = 1; at < request.Length; at++)
        {
            await client.SendAsync(request.AsMemory(0, at));
            await client.SendAsync(request.AsMemory(at));

            var answer = await client.ReadAsync();

            answer.Status.Should().Be(200, $"split at {at}");
            answer.Text.Should().Be(whole, $"split at {at}");
            answer.Headers["CIMOperation"].Should().Be("MethodResponse");
            answer.Headers["Content-Type"].Should().Be("application/xml; charset=\"utf-8\"");
        }
    }

    [Fact]
    public async Task The_usual_errors_of_HTTP_have_their_status()
    {
        await using var client = await RawClient.ConnectAsync(http.Addresses.Single());

        var get = await client.AskAsync("GET /cimom HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        get.Status.Should().Be(405);
        get.Headers["Allow"].Should().Be("POST, M-POST, OPTIONS");
        (await client.AskAsync("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray())).Status.Should().Be(200);
        var wrong = await client.AskAsync(Bytes(CimDesk.Request("EnumerateInstanceNames", Names).Replace("CIMMethod: Enum", "CIMMethod: Inum")));
        (wrong.Status, wrong.Headers["CIMError"]).Should().Be((400, "header-mismatch"));
        (await client.AskAsync(RawClient.Post(new string('x', 100_001)))).Status.Should().Be(413);
    }

    [Fact]
    public async Task Old_clients_and_long_heads_are_answered_too()
    {
        await using (var old = await RawClient.ConnectAsync(http.Addresses.Single()))
        {
            var request = Encoding.UTF8.GetString(Bytes(CimDesk.Request("EnumerateInstanceNames", Names))).Replace("HTTP/1.1", "HTTP/1.0");
            (await old.AskAsync(Encoding.UTF8.GetBytes(request))).Text.Should().Contain("<INSTANCENAME CLASSNAME=\"Test_Host\">");
        }

        foreach (var (line, header, status) in ((string, string, int)[])[($"/{new string('u', 100_000)}", "x", 414), ("/cimom", new string('h', 100_000), 431)])
        {
            await using var client = await RawClient.ConnectAsync(http.Addresses.Single());
            (await client.AskAsync(Encoding.UTF8.GetBytes($"POST {line} HTTP/1.1\r\nHost: x\r\nCIMObject: {header}\r\nContent-Length: 0\r\n\r\n"))).Status.Should().Be(status);
        }
    }

    [Fact]
    public async Task A_long_answer_comes_whole()
    {
        for (var i = 0; i < 100; i++)
        {
            await desk.House.Life.CreateAsync(vm => vm with { NameLabel = new string('ä', 250) });
        }

        await using var client = await RawClient.ConnectAsync(http.Addresses.Single());

        var answer = await client.AskAsync(Bytes(CimDesk.Request("EnumerateInstances", "<IPARAMVALUE NAME=\"ClassName\"><CLASSNAME NAME=\"Test_System\"/></IPARAMVALUE>")));

        CimXmlDtd.Check(answer.Body);
        answer.Text.Split("<VALUE.NAMEDINSTANCE>").Should().HaveCount(102);
    }

    internal static byte[] Bytes(string request)
    {
        var parts = request.Split("\n\n", 2);
        var lines = parts[0].Contains("\nHost:", StringComparison.Ordinal) ? parts[0].Split('\n') : [.. parts[0].Split('\n'), "Host: xen"];
        var body = parts.Length > 1 ? parts[1] : "";
        return Encoding.UTF8.GetBytes($"{lines[0]} HTTP/1.1\r\n{string.Concat(lines[1..].Select(line => line + "\r\n"))}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }
}
