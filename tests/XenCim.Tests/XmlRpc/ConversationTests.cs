namespace XenCim.Tests.XmlRpc;

public class ConversationTests
{
    public static TheoryData<string> All => new(Conversation.Names());

    [Theory]
    [MemberData(nameof(All))]
    public async Task Goes_as_it_was_written_down(string name)
    {
        await using var house = await House.StartAsync();
        await Conversation.Load(name).HoldAsync(request => house.AnswerAsync(request));
    }
}
