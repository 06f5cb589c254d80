using System.Text.RegularExpressions;
using Cim.Provider.CimXml;
using XenApi.Core.Faults;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>Answers that are sent while they are still being written.</summary>
public sealed class FlowTests
{
    private const string Class = "<IPARAMVALUE NAME=\"ClassName\"><CLASSNAME NAME=\"Test_Cpu\"/></IPARAMVALUE>";

    [Theory]
    [InlineData("EnumerateInstances", Class)]
    [InlineData("EnumerateInstanceNames", Class)]
    [InlineData("OpenEnumerateInstances", Class + "<IPARAMVALUE NAME=\"MaxObjectCount\"><VALUE>100</VALUE></IPARAMVALUE>")]
    [InlineData("ExecQuery", "<IPARAMVALUE NAME=\"QueryLanguage\"><VALUE>WQL</VALUE></IPARAMVALUE><IPARAMVALUE NAME=\"Query\"><VALUE>SELECT * FROM Test_Cpu</VALUE></IPARAMVALUE>")]
    public async Task What_is_much_is_sent_early_and_is_the_same_in_the_end(string operation, string parameters)
    {
        await using var held = await CimDesk.OpenAsync();
        await held.House.Life.CreateAsync(vm => vm with { VcpusMax = 8 });
        var request = CimDesk.Request(operation, parameters);
        var whole = await held.AskAsync(request);
        var flowing = new CimXmlExchange(held.House.House.Engine, held.House.Service, new CimXmlLimits { HeldBytes = 1 }, held.Log);

        var turn = CimDesk.Turn(request);
        await flowing.AnswerAsync(CimDesk.Door, turn);

        whole.Flown.Should().BeEmpty();
        turn.Flown.Should().NotBeEmpty();
        turn.Written().Should().Be(whole.Written());
    }

    [Fact]
    public async Task A_long_answer_is_held_in_pieces_and_valid_as_a_whole()
    {
        const int Machines = 100;
        const int Cpus = 64;
        await using var desk = await CimDesk.OpenAsync();
        for (var i = 0; i < Machines; i++)
        {
            await desk.House.Life.CreateAsync(vm => vm with { VcpusMax = Cpus });
        }

        var turn = await desk.AskAsync(CimDesk.Request("EnumerateInstances", Class));

        turn.Flown.Should().NotBeEmpty();
        CimXmlDtd.Check([.. turn.Flown, .. turn.Answer.ToArray()]);
        Regex.Count(turn.Written(), "<VALUE.NAMEDINSTANCE>").Should().BeGreaterThanOrEqualTo(Machines * Cpus);
    }

    [Fact]
    public async Task What_is_on_its_way_is_not_followed_by_an_error()
    {
        await using var held = await CimDesk.OpenAsync();
        await held.House.Life.CreateAsync(vm => vm with { VcpusMax = 8 });
        var flowing = new CimXmlExchange(held.House.House.Engine, held.House.Service, new CimXmlLimits { HeldBytes = 1 }, held.Log);
        var turn = CimDesk.Turn(CimDesk.Request("EnumerateInstances", Class));
        turn.AfterFlow = () => throw Errors.InternalError("No more.");

        await FluentActions.Awaiting(() => flowing.AnswerAsync(CimDesk.Door, turn).AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*on its way*No more*");
    }
}
