using System.Globalization;
using System.Text;
using Wire;

namespace XenCim.Tests.XmlRpc;

public class ManyHandsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void However_many_hands_write_the_order_is_kept(int hands)
    {
        Fuzz.Run(30, random =>
        {
            var items = Enumerable.Range(0, random.Next(300)).ToArray();
            using var answer = new AnswerBuffer();
            answer.Put("before "u8);
            ManyHands.Write<int>(answer, items, Write, random.Next(1, 40), hands);
            answer.Put("after"u8);
            Encoding.UTF8.GetString(answer.ToArray()).Should().Be($"before {string.Concat(items.Select(i => $"{i} "))}after");
        });
    }

    [Fact]
    public void Others_really_write_and_the_caller_does_not_wait_for_those_who_do_not_come()
    {
        // The first part waits until somebody else has begun another: with one hand it would wait for ever.
        using var other = new ManualResetEventSlim();
        using var answer = new AnswerBuffer();
        ManyHands.Write<int>(
            answer,
            new[] { 1, 2 },
            (part, some) =>
            {
                if (some[0] == 1)
                {
                    other.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();
                }

                other.Set();
                Write(part, some);
            },
            1,
            2);
        Encoding.UTF8.GetString(answer.ToArray()).Should().Be("1 2 ");
    }

    [Fact]
    public void What_one_hand_cannot_write_is_the_failure_of_all()
    {
        using var answer = new AnswerBuffer();
        answer.Put("before"u8);
        FluentActions.Invoking(() => ManyHands.Write<int>(
            answer,
            Enumerable.Range(0, 100).ToArray(),
            (part, some) =>
            {
                if (some.Contains(57))
                {
                    throw new InvalidOperationException("57");
                }

                Write(part, some);
            },
            3,
            4)).Should().Throw<InvalidOperationException>().WithMessage("57");
        Encoding.UTF8.GetString(answer.ToArray()).Should().Be("before");
    }

    private static void Write(AnswerBuffer part, ReadOnlySpan<int> some)
    {
        foreach (var i in some)
        {
            part.Put(Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture) + " "));
        }
    }
}
