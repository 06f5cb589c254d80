namespace XenCim.Tests.Cim.CimXml;

/// <summary>Requests and answers as data: every operation and every error.</summary>
public sealed class CimConversationTests
{
    private static readonly Guid Machine = Guid.Parse("5b5e8a10-9f0d-4f43-9d3c-2f6f3c1d7a55");

    public static TheoryData<string> All => new(CimConversation.Names());

    [Theory]
    [MemberData(nameof(All))]
    public async Task Goes_as_it_was_written_down(string name)
    {
        await using var desk = await OpenAsync(name);
        await HoldAsync(desk, new CimConversation(name), async request =>
        {
            var turn = await desk.AskAsync(request, IsOpen(name));
            if (turn.Status == 200 && turn.Answer.Length > 0)
            {
                CimXmlDtd.Check(turn.Answer.ToArray());
            }

            return turn.Written();
        });
    }

    /// <summary>A house for a conversation.</summary>
    internal static Task<CimDesk> OpenAsync(string name) => name.StartsWith("schema", StringComparison.Ordinal) ? CimDesk.OpenWholeAsync() : CimDesk.OpenAsync();

    /// <summary>Whether a conversation is held without credentials.</summary>
    internal static bool IsOpen(string name) => !name.StartsWith("login", StringComparison.Ordinal);

    /// <summary>Holds a conversation in a house.</summary>
    internal static async Task HoldAsync(CimDesk desk, CimConversation conversation, Func<string, Task<string>> answer)
    {
        var vm = await desk.House.Life.CreateAsync(vm => vm with { Id = Machine, NameLabel = "first <&> \u0001", VcpusMax = 2, VcpusAtStartup = 1 });
        var host = desk.House.House.Engine.ThisHost.ToString();
        await conversation.HoldAsync(answer, new Dictionary<string, string> { ["vm"] = vm.ToString(), ["host"] = host });
        desk.Complaints.Lines.Should().BeEmpty();
    }
}
