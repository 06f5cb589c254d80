using System.Text;
using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using Microsoft.Extensions.Logging;
using Wire;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Server.XmlRpc;

namespace XenCim.Tests.XmlRpc;

public class XmlRpcExchangeTests
{
    private static readonly Door Door = new(ApiVersion.Xend, IsOpen: true);

    [Fact]
    public async Task A_failure_of_the_server_is_told_in_one_line_and_logged_once_with_its_cause()
    {
        await using var house = await House.StartAsync(SimulatedWorld.Instant with { Faults = [new(SimulatedOperation.ReadMessages, HypervisorFault.Failed)] });
        var log = new Lines();
        var session = house.Open().Handle;
        var answer = await AskAsync(house, log, $"<methodCall><methodName>host.dmesg</methodName><params><param><value>{session}</value></param><param><value>{house.Engine.ThisHost}</value></param></params></methodCall>");
        answer.Should().Contain("<string>Failure</string>").And.Contain("<string>INTERNAL_ERROR</string>").And.NotContain("Exception").And.NotContain("   at ");
        log.Written.Should().ContainSingle();
        log.Written[0].Line.Should().Be("host.dmesg failed.").And.NotContain($"{session}");
        log.Written[0].Cause.Should().BeOfType<HypervisorException>().Which.StackTrace.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("<methodCall><methodName>no.such</methodName></methodCall>")]
    [InlineData("<methodCall><methodName>VM.get_all</methodName><params><param><value>secret</value></param></params></methodCall>")]
    [InlineData("<methodCall>")]
    public async Task A_mistake_of_the_client_is_not_logged(string request)
    {
        await using var house = await House.StartAsync();
        var log = new Lines();
        await AskAsync(house, log, request);
        log.Written.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_is_gone_while_waiting_for_events_is_let_go()
    {
        await using var house = await House.StartAsync();
        var log = new Lines();
        var session = $"<param><value>{house.Open().Handle}</value></param>";
        await AskAsync(house, log, $"<methodCall><methodName>event.register</methodName><params>{session}<param><value><array/></value></param></params></methodCall>");
        using var gone = new CancellationTokenSource();
        var waiting = AskAsync(house, log, $"<methodCall><methodName>event.next</methodName><params>{session}</params></methodCall>", gone.Token);
        waiting.IsCompleted.Should().BeFalse();
        await gone.CancelAsync();
        (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Should().Contain("INTERNAL_ERROR");
        log.Written.Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_that_fails_half_way_has_nothing_of_the_half_in_it()
    {
        await using var house = await House.StartAsync();
        var answer = await AskAsync(house, new(), "<methodCall><methodName>no.such</methodName></methodCall>");
        answer.Should().StartWith("<?xml").And.NotContain("Success");
        answer.Split("<?xml").Should().HaveCount(2);
    }

    private static async Task<string> AskAsync(House house, Lines log, string request, CancellationToken gone = default)
    {
        using var answer = new AnswerBuffer();
        await new XmlRpcExchange(house.Engine, XmlRpcLimits.Default, log).AnswerAsync(Door, Encoding.UTF8.GetBytes(request), answer, gone);
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    private sealed class Lines : ILogger<XmlRpcExchange>
    {
        public List<(string Line, Exception? Cause)> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add((formatter(state, exception), exception));
    }
}
