using Cim.Provider.CimXml;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>Requests that ask for too much, with the exact status of each.</summary>
public sealed class CimHostileTests
{
    private static readonly CimXmlLimits Small = new() { Depth = 16, Elements = 100, Requests = 3, Embedded = 2 };

    [Fact]
    public async Task Elements_that_lie_too_deep_are_refused()
    {
        await using var desk = await CimDesk.OpenAsync();

        var turn = await desk.AskAsync(CimDesk.Request("GetInstance", string.Concat(Enumerable.Repeat("<VALUE.REFERENCE>", 1_000_000))));

        turn.Status.Should().Be(413);
        turn.Written().Should().Contain("The elements lie too deep in each other");
    }

    [Fact]
    public async Task Too_many_elements_are_refused()
    {
        await using var desk = await CimDesk.OpenAsync(Small);

        (await desk.AskAsync(CimDesk.Request("GetInstance", string.Concat(Enumerable.Repeat("<IPARAMVALUE/>", 200))))).Status.Should().Be(413);
    }

    [Fact]
    public async Task Too_many_operations_are_refused()
    {
        await using var desk = await CimDesk.OpenAsync(Small);
        var call = CimDesk.Call("EnumerateInstanceNames", "<IPARAMVALUE NAME=\"ClassName\"><CLASSNAME NAME=\"Test_Host\"/></IPARAMVALUE>");
        string Batch(int count) => $"POST /\nCIMOperation: MethodCall\nCIMBatch:\n\n{CimDesk.Message($"<MULTIREQ>{string.Concat(Enumerable.Repeat(call, count))}</MULTIREQ>")}";

        (await desk.AskAsync(Batch(3))).Status.Should().Be(200);
        (await desk.AskAsync(Batch(4))).Status.Should().Be(413);
    }

    [Fact]
    public async Task Keys_and_properties_that_come_twice_are_told()
    {
        await using var desk = await CimDesk.OpenAsync();
        const string key = "<KEYBINDING NAME=\"Name\"><KEYVALUE>x</KEYVALUE></KEYBINDING>";
        const string property = "<PROPERTY NAME=\"Label\" TYPE=\"string\"/>";

        (await desk.AskAsync(CimDesk.Request("GetInstance", $"<IPARAMVALUE NAME=\"InstanceName\"><INSTANCENAME CLASSNAME=\"Test_System\">{key}{key}</INSTANCENAME></IPARAMVALUE>")))
            .Written().Should().Contain("<ERROR CODE=\"4\" DESCRIPTION=\"The key Name comes twice.\"/>");
        (await desk.AskAsync(CimDesk.Request("CreateInstance", $"<IPARAMVALUE NAME=\"NewInstance\"><INSTANCE CLASSNAME=\"Test_System\">{property}{property}</INSTANCE></IPARAMVALUE>")))
            .Status.Should().Be(400);
    }

    [Fact]
    public async Task Nothing_that_XML_forbids_comes_back()
    {
        await using var desk = await CimDesk.OpenAsync();

        var turn = await desk.AskAsync(CimDesk.Request("Wrong&#x9;&quot;&lt;\uFFFD", "").Replace("CIMMethod: Wrong&#x9;&quot;&lt;\uFFFD", "CIMMethod: Wrong\t\"<\uFFFD"));

        turn.Status.Should().Be(200);
        turn.Written().Should().Contain("<IMETHODRESPONSE NAME=\"Wrong&#9;&quot;&lt;\uFFFD\">");
        CimXmlDtd.Check(turn.Answer.ToArray());
    }
}
