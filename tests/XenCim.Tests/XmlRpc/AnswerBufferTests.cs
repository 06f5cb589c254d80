using System.Buffers;
using Wire;

namespace XenCim.Tests.XmlRpc;

public class AnswerBufferTests
{
    [Fact]
    public void What_is_written_in_any_portions_comes_out_in_order()
    {
        Fuzz.Run(50, random =>
        {
            using var answer = new AnswerBuffer();
            for (var turn = 0; turn < 3; turn++)
            {
                var expected = new List<byte>();
                for (var i = random.Next(60); i > 0; i--)
                {
                    var bytes = new byte[random.Next(10) == 0 ? random.Next(300_000) : random.Next(2000)];
                    random.NextBytes(bytes);
                    expected.AddRange(bytes);
                    var taken = 0;
                    while (taken < bytes.Length)
                    {
                        var part = random.Next(1, bytes.Length - taken + 1);
                        bytes.AsSpan(taken, part).CopyTo(random.Next(2) == 0 ? answer.GetSpan(part) : answer.GetMemory(part).Span);
                        answer.Advance(part);
                        taken += part;
                    }
                }

                answer.Length.Should().Be(expected.Count);
                answer.ToArray().AsSpan().SequenceEqual(expected.ToArray()).Should().BeTrue();
                var copy = new ArrayBufferWriter<byte>();
                answer.CopyTo(copy);
                copy.WrittenSpan.SequenceEqual(expected.ToArray()).Should().BeTrue();
                answer.Reset();
                answer.Length.Should().Be(0);
            }
        });
    }

    [Fact]
    public void A_large_answer_is_in_many_pieces()
    {
        using var answer = new AnswerBuffer();
        for (var i = 0; i < 100; i++)
        {
            answer.Write(new byte[100_000]);
        }

        answer.Length.Should().Be(10_000_000);
        answer.Segments().Should().OnlyContain(segment => segment.Length <= 1024 * 1024);
    }

    [Fact]
    public void Buffers_join_in_order_and_can_be_written_and_cut_afterwards()
    {
        Fuzz.Run(50, random =>
        {
            using var answer = new AnswerBuffer();
            var expected = new List<byte>();
            for (var i = random.Next(20); i > 0; i--)
            {
                var bytes = new byte[random.Next(3) == 0 ? random.Next(50_000) : random.Next(50)];
                random.NextBytes(bytes);
                expected.AddRange(bytes);
                if (random.Next(2) == 0)
                {
                    answer.Put(bytes);
                    continue;
                }

                using var part = new AnswerBuffer();
                part.Put(bytes.AsSpan(0, bytes.Length / 3));
                part.Put(bytes.AsSpan(bytes.Length / 3));
                answer.Join(part);
                part.Length.Should().Be(0);
            }

            answer.Length.Should().Be(expected.Count);
            answer.ToArray().AsSpan().SequenceEqual(expected.ToArray()).Should().BeTrue();
            var length = random.Next(expected.Count + 1);
            answer.CutTo(length);
            answer.Put([7]);
            answer.ToArray().AsSpan().SequenceEqual((byte[])[.. expected.Take(length), 7]).Should().BeTrue();
        });
    }

    [Fact]
    public void More_than_was_asked_for_cannot_be_advanced()
    {
        using var answer = new AnswerBuffer();
        FluentActions.Invoking(() => answer.Advance(answer.GetSpan().Length + 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => answer.Advance(-1)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
