using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using XenApi.Server.Http;
using XenCim.Tests.Server;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>Every conversation over the house's own HTTP server, in whatever pieces its requests come.</summary>
public sealed class CimSplitTests
{
    private static readonly string[] OfTheWire = ["Content-Length", "Date"];

    public static TheoryData<string> All => new(CimConversation.Names());

    [Theory]
    [MemberData(nameof(All))]
    public Task One_byte_at_a_time(string name) => HoldAsync(name, async (client, request) =>
    {
        for (var at = 0; at < request.Length; at++)
        {
            await client.SendAsync(request.AsMemory(at, 1));
        }

        return await client.ReadAsync();
    });

    // What changes something, or has a wrong password checked, is said once, in two halves; all else at every byte.
    [Theory]
    [MemberData(nameof(All))]
    public Task Split_at_every_byte(string name) => HoldAsync(name, async (client, request) =>
    {
        var answer = await SplitAsync(client, request, request.Length / 2);
        if (CimConversationTests.IsOpen(name) && MayBeRepeated(request, answer))
        {
            for (var at = 1; at < request.Length; at++)
            {
                var again = await SplitAsync(client, request, at);

                again.Status.Should().Be(answer.Status, "split at {0}", at);
                again.Text.Should().Be(answer.Text, "split at {0}", at);
            }
        }

        return answer;
    });

    private static async Task<RawAnswer> SplitAsync(RawClient client, byte[] request, int at)
    {
        await client.SendAsync(request.AsMemory(0, at));
        await client.SendAsync(request.AsMemory(at));
        return await client.ReadAsync();
    }

    private static bool MayBeRepeated(byte[] request, RawAnswer answer) =>
        answer.Status != 200 || answer.Text.Contains("<ERROR ", StringComparison.Ordinal)
        || Regex.IsMatch(Encoding.UTF8.GetString(request), "CIMMethod: (Get|Enumerat|Associat|Reference|ExecQuery)|^OPTIONS", RegexOptions.IgnoreCase);

    private static async Task HoldAsync(string name, Func<RawClient, byte[], Task<RawAnswer>> ask)
    {
        await using var desk = await CimConversationTests.OpenAsync(name);
        var settings = Desk.At("http://127.0.0.1:0");
        var entrance = new Entrance(new(settings with { Door = settings.Door with { IsOpen = CimConversationTests.IsOpen(name) } }), new(desk.Exchange.AnswerAsync, "POST, M-POST, OPTIONS"));
        await using var http = await HttpServer.StartAsync([entrance], new(), NullLoggerFactory.Instance);
        await using var client = await RawClient.ConnectAsync(http.Addresses.Single());
        await CimConversationTests.HoldAsync(desk, new(name) { IsOverWire = true }, async request => Written(await ask(client, CimHttpTests.Bytes(request))));
    }

    private static string Written(RawAnswer answer) =>
        $"{answer.Status}\n{string.Concat(answer.Headers.Where(header => !OfTheWire.Contains(header.Key)).Select(header => $"{header.Key}: {header.Value}\n"))}\n{answer.Text}".TrimEnd('\n');
}
