using System.Text;
using FluentAssertions;

namespace XenCim.Tests.Moving;

/// <summary>
/// What one side does, written down: <c>say WORDS</c>, <c>hear WORDS</c>, <c>header</c> and <c>stream</c> (hear those of a simulated
/// domain), <c>hang up</c>; with strokes between. The parts of words have a plus between them; the marks of xl's migration stand for themselves by the names below.
/// </summary>
internal static class Conversation
{
    // As tools/xl has them, by hand: a slip in the sources is not repeated here.
    private static readonly Dictionary<string, string> Marks = new()
    {
        ["BANNER"] = "xl migration receiver ready, send binary domain data.\n",
        ["RECEIVED"] = "domain received, ready to unpause\0",
        ["GO"] = "domain is yours, you are cleared to unpause\0",
        ["REPORT"] = "my copy unpause results are as follows\0",
        ["0"] = "\0",
        ["1"] = "\u0001",
        ["255"] = "\u00ff",
    };

    public static string Words(string text) => string.Concat(text.Split(" + ").Select(word => Marks.GetValueOrDefault(word) ?? word));

    public static async Task PlayAsync(FarSide side, string script)
    {
        foreach (var line in script.Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            switch (line.Split(' ', 2))
            {
                case ["say", var words]:
                    await side.SayAsync(Words(words));
                    break;
                case ["hear", var words]:
                    Encoding.Latin1.GetString(await side.HearAsync(Words(words).Length)).Should().Be(Words(words), line);
                    break;
                case ["header"]:
                    var head = await side.HearAsync(48);
                    Encoding.Latin1.GetString(head, 0, 32).Should().Be("Xen saved domain, xl format\n \0 \r");
                    await side.HearAsync(BitConverter.ToInt32(head, 44));
                    break;
                case ["stream"]:
                    await side.HearAsync(BitConverter.ToInt32(await side.HearAsync(4)));
                    break;
                case ["some"]:
                    await side.HearAsync(10_000);
                    break;
                case ["hang", "up"]:
                    side.HangUp();
                    return;
                default:
                    throw new ArgumentException(line);
            }
        }
    }
}
