using System.IO.Compression;
using System.Net;
using System.Text;

namespace XenCim.Tests.Server;

/// <summary>HTTP as the clients of the time speak it, and their younger ones.</summary>
public sealed class HttpTests
{
    [Theory]
    [InlineData("/", "Content-Type: text/xml\r\n")]
    [InlineData("/RPC2", "Content-Type: application/x-www-form-urlencoded\r\n")]
    [InlineData("http://x/any/path?and=query", "")]
    public async Task Any_path_and_any_content_type_is_answered(string path, string headers)
    {
        await using var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();

        var answer = await client.AskAsync(RawClient.Post("<methodCall/>", headers, path));

        answer.Status.Should().Be(200);
        answer.Text.Should().Be("<methodCall/>");
        answer.Headers["Content-Type"].Should().Be("text/xml");
        answer.Headers.Keys.Should().BeEquivalentTo("Content-Length", "Content-Type", "Date");
    }

    [Fact]
    public async Task A_conversation_may_be_split_at_every_byte()
    {
        await using var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();
        var request = RawClient.Post("<methodCall>ä</methodCall>", "Content-Type: text/xml\r\nX-Long: abc\r\n");
        for (var at = 1; at < request.Length; at++)
        {
            await client.SendAsync(request.AsMemory(0, at));
            await client.SendAsync(request.AsMemory(at));

            var answer = await client.ReadAsync();

            answer.Status.Should().Be(200, $"split at {at}");
            answer.Text.Should().Be("<methodCall>ä</methodCall>", $"split at {at}");
        }
    }

    [Theory]
    [InlineData("Content-Length: 13\r\n\r\n<methodCall/>")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1;ext=1\r\n<\r\nB\r\nmethodCall/\r\n1\r\n>\r\n0\r\nTrailer: 1\r\n\r\n")]
    public async Task A_request_may_come_one_byte_at_a_time(string rest)
    {
        await using var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();
        foreach (var c in Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: x\r\n" + rest))
        {
            await client.SendAsync(new[] { c });
        }

        (await client.ReadAsync()).Text.Should().Be("<methodCall/>");
    }

    [Fact]
    public async Task Requests_that_come_at_once_are_answered_in_their_order()
    {
        await using var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();

        await client.SendAsync((byte[])[.. RawClient.Post("first"), .. RawClient.Post("second"), .. RawClient.Post("third")]);

        (await client.ReadAsync()).Text.Should().Be("first");
        (await client.ReadAsync()).Text.Should().Be("second");
        (await client.ReadAsync()).Text.Should().Be("third");
    }

    [Fact]
    public async Task A_client_of_1_0_is_answered_and_let_go()
    {
        await using var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();

        var answer = await client.AskAsync("POST /RPC2 HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello"u8.ToArray());

        answer.Text.Should().Be("hello");
        (await client.RestAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_client_of_1_0_may_stay_where_it_asks_to()
    {
        await using var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();
        var request = RawClient.Post("again", "Connection: keep-alive\r\n", protocol: "HTTP/1.0");

        (await client.AskAsync(request)).Headers["Connection"].Should().Be("keep-alive");
        (await client.AskAsync(request)).Text.Should().Be("again");
    }

    [Fact]
    public async Task A_client_that_asks_first_is_told_to_go_on()
    {
        await using var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();

        var interim = await client.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"u8.ToArray());
        await client.SendAsync("hello");

        interim.Status.Should().Be(100);
        (await client.ReadAsync()).Text.Should().Be("hello");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_are_refused_and_the_connection_lives_on(string method)
    {
        await using var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();

        var answer = await client.AskAsync(Encoding.ASCII.GetBytes($"{method} / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nno"));

        answer.Status.Should().Be(405);
        answer.Headers["Allow"].Should().Be("POST");
        (await client.AskAsync(RawClient.Post("yes"))).Text.Should().Be("yes");
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n")]
    public async Task What_is_not_http_is_told_so_and_let_go(string request)
    {
        await using var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();

        (await client.AskAsync(Encoding.ASCII.GetBytes(request))).Status.Should().Be(400);
        (await client.RestAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Content-Length: 5000000\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    public async Task A_long_body_is_whole_and_so_is_its_answer(string length)
    {
        var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();
        var body = string.Concat(Enumerable.Range(0, 500_000).Select(i => $"{i:D9},"));

        var sending = client.SendAsync(
            $"POST / HTTP/1.1\r\nHost: x\r\n{length}\r\n" + (length[0] == 'C' ? body : $"4C4B3F\r\n{body[..^1]}\r\n1\r\n,\r\n0\r\n\r\n"));
        var answer = await client.ReadAsync();
        await sending;
        await desk.DisposeAsync();

        answer.Text.Should().Be(body);
        desk.Http.Traffic.BodyBytes.Should().Be(0);
    }

    [Theory]
    [InlineData("gzip", 5000, true)]
    [InlineData("deflate, gzip;q=0.5", 5000, true)]
    [InlineData("*", 5000, true)]
    [InlineData("gzip", 100, false)]
    [InlineData("gzip;q=0, *", 5000, false)]
    [InlineData("identity", 5000, false)]
    [InlineData("nonsense;;", 5000, false)]
    public async Task A_long_answer_is_compressed_where_the_client_asks(string accept, int length, bool isCompressed)
    {
        await using var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();
        var body = new string('a', length);

        for (var round = 0; round < 2; round++)
        {
            var answer = await client.AskAsync(RawClient.Post(body, $"Accept-Encoding: {accept}\r\n"));

            answer.Headers.GetValueOrDefault("Content-Encoding").Should().Be(isCompressed ? "gzip" : null);
            using var plain = new StreamReader(isCompressed ? new GZipStream(new MemoryStream(answer.Body), CompressionMode.Decompress) : new MemoryStream(answer.Body));
            (await plain.ReadToEndAsync()).Should().Be(body);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_flows_is_chunked_and_compressed_where_the_client_asks(bool isCompressed)
    {
        await using var desk = await Desk.OpenAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = isCompressed ? DecompressionMethods.GZip : DecompressionMethods.None });
        var body = "flow " + string.Concat(Enumerable.Range(0, 50_000));

        for (var round = 0; round < 2; round++)
        {
            using var answer = await client.PostAsync(new Uri(desk.Address.ToString()), new StringContent(body));

            answer.Headers.TransferEncodingChunked.Should().BeTrue();
            answer.Headers.Vary.Contains("Accept-Encoding").Should().Be(isCompressed);
            (await answer.Content.ReadAsStringAsync()).Should().Be(body);
            using var whole = await client.PostAsync(new Uri(desk.Address.ToString()), new StringContent("whole " + body));
            whole.Headers.TransferEncodingChunked.Should().NotBe(true);
            (await whole.Content.ReadAsStringAsync()).Should().Be("whole " + body);
        }
    }

    [Fact]
    public async Task An_answer_that_flows_to_an_old_client_ends_with_the_connection()
    {
        await using var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();
        await client.SendAsync(RawClient.Post("flow on", protocol: "HTTP/1.0"));

        var rest = Encoding.UTF8.GetString(await client.RestAsync());

        rest.Should().EndWith("\r\n\r\nflow on").And.NotContain("chunked");
    }

    [Fact]
    public async Task An_answer_that_fails_on_its_way_is_cut_off_and_not_finished()
    {
        await using var desk = await Desk.OpenAsync();
        await using var client = await desk.ConnectAsync();
        await client.SendAsync(RawClient.Post("flow and fail"));

        var rest = Encoding.UTF8.GetString(await client.RestAsync());

        rest.Should().NotContain("0\r\n\r\n", "an end of the chunks would say that all is there").And.NotContain("500", "the status has been told");
        desk.Complaints.Lines.Should().Contain(line => line.Contains("could not be answered"));
    }
}
