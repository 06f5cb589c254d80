using System.Text;
using XenCim.Tests.XmlRpc;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>Whatever is sent, there is an answer that a client can read, and the server does not fail.</summary>
public sealed class CimFuzzTests
{
    private static readonly int[] Statuses = [200, 400, 401, 406, 413, 415, 416, 501, 510];

    [Fact]
    public async Task A_spoiled_message_is_answered_or_refused()
    {
        await using var desk = await CimDesk.OpenAsync();
        var vm = (await desk.House.Life.CreateAsync()).ToString();
        var requests = CimConversation.Names().Where(name => name is not ("login" or "http"))
            .SelectMany(name => new CimConversation(name).Turns()).Select(turn => turn.Request.Replace("{vm}", vm)).ToArray();
        Fuzz.Run(1500, random =>
        {
            var parts = RandomXml.Pick(random, requests).Split("\n\n", 2);
            var headers = parts[0].Split('\n')[1..].Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim());
            var turn = new FakeTurn("POST", headers, RandomXml.Spoil(random, Encoding.UTF8.GetBytes(parts[1])));
            desk.AskAsync(turn).WaitAsync(TimeSpan.FromSeconds(60)).GetAwaiter().GetResult();
            Statuses.Should().Contain(turn.Status);
            if (turn.Status == 200)
            {
                CimXmlDtd.Check(turn.Answer.ToArray());
            }
        });

        desk.Complaints.Lines.Should().BeEmpty("a client's mistake is no failure of the server");
    }
}
