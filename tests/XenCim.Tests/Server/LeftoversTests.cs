using Microsoft.Extensions.Time.Testing;
using XenApi.Server;

namespace XenCim.Tests.Server;

public sealed class LeftoversTests
{
    [Fact]
    public async Task They_are_given_back_once_in_the_first_quiet_moment()
    {
        var time = new FakeTimeProvider();
        var (isQuiet, asked, given) = (false, 0, 0);
        var work = Leftovers.GiveBackAsync(
            () =>
            {
                asked++;
                return isQuiet;
            },
            time,
            () => given++,
            CancellationToken.None);

        await TickAsync(() => asked == 1);
        given.Should().Be(0, "somebody is being answered");
        isQuiet = true;
        await TickAsync(() => work.IsCompleted);
        given.Should().Be(1);
        time.Advance(Leftovers.Pause);
        asked.Should().Be(2, "that was all");

        async Task TickAsync(Func<bool> until)
        {
            time.Advance(Leftovers.Pause);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (!until())
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task A_server_that_stops_before_does_not_wait_for_it()
    {
        using var stopping = new CancellationTokenSource();
        var work = Leftovers.GiveBackAsync(() => true, new FakeTimeProvider(), () => throw new InvalidOperationException("It is over."), stopping.Token);
        await stopping.CancelAsync();
        await work;
    }
}
