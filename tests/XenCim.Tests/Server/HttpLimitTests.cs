using System.Text;
using XenApi.Server.Settings;

namespace XenCim.Tests.Server;

/// <summary>What a client may not take of the server, and what it is told.</summary>
public sealed class HttpLimitTests
{
    [Theory]
    [InlineData("Expect: 100-continue\r\nContent-Length: 1025\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n401\r\n")]
    public async Task A_body_that_is_too_long_is_refused_before_it_is_read(string rest)
    {
        await using var desk = await Desk.OpenAsync(new() { BodyBytes = 1024 });
        await using var client = await desk.ConnectAsync();

        var answer = await client.AskAsync(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: x\r\n" + rest + (rest[0] == 'T' ? new string('a', 1025) : "")));

        answer.Status.Should().Be(413);
        answer.Text.Should().Contain("1024");
        (await client.RestAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_body_of_just_the_right_length_is_read()
    {
        await using var desk = await Desk.OpenAsync(new() { BodyBytes = 1024 });
        await using var client = await desk.ConnectAsync();

        (await client.AskAsync(RawClient.Post(new('a', 1024)))).Body.Should().HaveCount(1024);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_goes_before_its_answer_is_nothing_to_complain_of(bool waits)
    {
        var desk = await Desk.OpenAsync();
        for (var i = 0; i < 30; i++)
        {
            await using var client = await desk.ConnectAsync();
            await client.SendAsync(RawClient.Post(waits ? "wait" : new('a', 8 << 20)));
            if (waits)
            {
                await desk.BegunAsync();
            }
        }

        await desk.DisposeAsync();
        desk.Complaints.Lines.Should().BeEmpty();
    }

    [Fact]
    public async Task A_body_that_stops_is_given_up()
    {
        await using var desk = await Desk.OpenAsync(new() { BodyTime = TimeSpan.FromMilliseconds(200) });
        await using var client = await desk.ConnectAsync();

        var answer = await client.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf"u8.ToArray());

        answer.Status.Should().Be(408);
        answer.Text.Should().Contain("within 0.2 s");
        (await client.RestAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_body_that_drips_is_given_up()
    {
        await using var desk = await Desk.OpenAsync(new() { BodyBytesPerSecond = 1_000_000, BodyGrace = TimeSpan.FromSeconds(1.1) });
        await using var client = await desk.ConnectAsync();

        (await client.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf"u8.ToArray())).Status.Should().Be(408);
    }

    [Fact]
    public async Task A_head_that_stops_is_given_up()
    {
        await using var desk = await Desk.OpenAsync(new() { HeaderTime = TimeSpan.FromSeconds(1) });
        await using var client = await desk.ConnectAsync();

        (await client.AskAsync("POST / HTTP/1.1\r\nHost:"u8.ToArray())).Status.Should().Be(408);
    }

    [Fact]
    public async Task Too_many_requests_are_told_to_come_again()
    {
        await using var desk = await Desk.OpenAsync(new() { RequestsInFlight = 1 });
        await using var first = await desk.ConnectAsync();
        await using var second = await desk.ConnectAsync();
        await first.SendAsync(RawClient.Post("wait"));
        await desk.BegunAsync();

        var refused = await second.AskAsync(RawClient.Post("me too"));
        desk.Answer();

        refused.Status.Should().Be(503);
        refused.Headers["Retry-After"].Should().Be("1");
        (await first.ReadAsync()).Text.Should().Be("wait");
        await using var third = await desk.ConnectAsync();
        (await third.AskAsync(RawClient.Post("now"))).Text.Should().Be("now");
    }

    [Fact]
    public async Task Those_that_wait_for_events_take_nobodys_place()
    {
        await using var desk = await Desk.OpenAsync(new() { RequestsInFlight = 1 });
        var waiting = new List<RawClient>();
        for (var i = 0; i < 5; i++)
        {
            waiting.Add(await desk.ConnectAsync());
            await waiting[^1].SendAsync(RawClient.Post("<methodName>event.next</methodName>"));
            await desk.BegunAsync();
        }

        await using var other = await desk.ConnectAsync();
        (await other.AskAsync(RawClient.Post("quick"))).Text.Should().Be("quick");

        desk.Http.Traffic.Waiting.Should().Be(5);
        desk.Answer();
        foreach (var client in waiting)
        {
            (await client.ReadAsync()).Status.Should().Be(200);
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Too_many_connections_are_told_to_come_again()
    {
        await using var desk = await Desk.OpenAsync(new() { Connections = 1 });
        await using var first = await desk.ConnectAsync();
        (await first.AskAsync(RawClient.Post("one"))).Status.Should().Be(200);
        await using var second = await desk.ConnectAsync();

        (await second.AskAsync(RawClient.Post("two"))).Status.Should().Be(503);
        (await second.RestAsync()).Should().BeEmpty();
        (await first.AskAsync(RawClient.Post("three"))).Status.Should().Be(200);
    }

    [Fact]
    public async Task All_bodies_together_have_a_limit()
    {
        await using var desk = await Desk.OpenAsync(new() { AllBodiesBytes = 3000 });
        await using var first = await desk.ConnectAsync();
        await using var second = await desk.ConnectAsync();
        await first.SendAsync(RawClient.Post("wait" + new string('a', 2000)));
        await desk.BegunAsync();

        (await second.AskAsync(RawClient.Post(new('b', 2000)))).Status.Should().Be(503);

        desk.Answer();
        (await first.ReadAsync()).Status.Should().Be(200);
        await using var third = await desk.ConnectAsync();
        (await third.AskAsync(RawClient.Post(new('b', 2000)))).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_call_is_told_when_its_client_is_gone()
    {
        await using var desk = await Desk.OpenAsync();
        var client = await desk.ConnectAsync();
        await client.SendAsync(RawClient.Post("event.next"));
        await desk.BegunAsync();

        await client.DisposeAsync();

        await desk.Gone;
    }

    [Fact]
    public async Task A_server_that_stops_ends_those_that_wait()
    {
        var desk = await Desk.OpenAsync(new() { StopTime = TimeSpan.FromMinutes(10) });
        await using var client = await desk.ConnectAsync();
        await client.SendAsync(RawClient.Post("event.next"));
        await desk.BegunAsync();

        await desk.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

        await desk.Gone;
        (await client.RestAsync()).Should().BeEmpty();
    }
}
