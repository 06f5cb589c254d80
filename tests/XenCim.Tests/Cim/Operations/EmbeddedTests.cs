using Cim.Provider.Mof;
using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Operations;

/// <summary>Objects that are embedded in parameters and properties, in every spelling that clients have for them.</summary>
public sealed class EmbeddedTests
{
    private const string Schema = """
        class Test_Part { uint16 Size; string Note; [EmbeddedInstance("Test_Part")] string Inner; };
        class Test_Small : Test_Part { };
        class Test_Box {
          [Key] string Name; [Write, EmbeddedInstance("Test_Part")] string Part; [Write, EmbeddedObject] string Any; [Write] string Plain;
          [Static] uint32 Fill([In, EmbeddedInstance("Test_Part")] string Part, [In, EmbeddedInstance("Test_Part")] string Parts[], [In] string Plain);
        };
        """;

    [Theory]
    [InlineData("<INSTANCE CLASSNAME=\"Test_Small\"><PROPERTY NAME=\"Size\" TYPE=\"uint16\"><VALUE>5</VALUE></PROPERTY></INSTANCE>")]
    [InlineData(" <?xml version=\"1.0\"?>\n<instance/>", false)]
    [InlineData("<INSTANCE CLASSNAME=\"test_small\"><PROPERTY NAME=\"size\" TYPE=\"uint32\"><VALUE>0x5</VALUE></PROPERTY></INSTANCE>")]
    [InlineData("instance of Test_Small { Size = 5; };")]
    [InlineData("instance of Test_Small { Size = 5; }")]
    [InlineData("// why\nInstance Of test_small\n{\n\tSIZE=5;\n} ;\n")]
    [InlineData("instance of Test_Small { Size = 65536; };", false)]
    [InlineData("instance of Test_Small { None = 5; };", false)]
    [InlineData("instance of Test_None { };", false)]
    [InlineData("instance of Test_Box { Name = \"a\"; };", false)]
    [InlineData("instance of Test_Small { }; instance of Test_Small { };", false)]
    [InlineData("class Test_New { };", false)]
    [InlineData("<CLASS NAME=\"Test_New\"/>", false)]
    [InlineData("<INSTANCE CLASSNAME=\"Test_Small\"><PROPERTY NAME=\"None\" TYPE=\"string\"/></INSTANCE>", false)]
    [InlineData("<INSTANCE CLASSNAME=\"Test_Box\"/>", false)]
    [InlineData("<INSTANCE CLASSNAME=\"Test_Small\">", false)]
    [InlineData("Test_Small", false)]
    public async Task A_text_is_read_as_what_is_declared(string text, bool isRight = true)
    {
        await using var world = await OpenAsync();
        MethodCall? called = null;
        world.Service.Methods.Add("Test_Box", "Fill", call =>
        {
            called = call;
            return Task.FromResult(new MethodResult(CimValue.OfInteger(CimType.UInt32, 0), []));
        });
        Task Call() => world.Service.InvokeMethodAsync(world.Caller(), new(null, null, "Test_Box", NamedList<CimPropertyValue>.Empty), "Fill", [
            new("Part", CimValue.Of(text)), new("Parts", CimValue.OfItems(CimType.StringArray, [CimValue.Null(CimType.String), CimValue.Of(text)])), new("Plain", CimValue.Of(text))]);
        if (!isRight)
        {
            (await FluentActions.Awaiting(Call).Should().ThrowAsync<CimException>().WithMessage("*Part*")).Which.Status.Should().Be(CimStatus.InvalidParameter);
            return;
        }

        await Call();

        foreach (var part in (CimValue[])[called!["Part"], called["Parts"].Items[1]])
        {
            var instance = part.Object.Should().BeOfType<CimInstance>().Subject;
            instance.Name.Should().Be("Test_Small");
            instance.Values.Single().Should().Match<CimPropertyValue>(value => value.Name == "Size" && value.Value == CimValue.OfInteger(CimType.UInt16, 5));
        }

        called["Parts"].Items[0].IsNull.Should().BeTrue();
        called["Plain"].Text.Should().Be(text);
    }

    [Fact]
    public async Task Properties_are_read_so_too_and_objects_in_objects()
    {
        await using var world = await OpenAsync();
        const string inner = "instance of Test_Part { Note = \"in\"; };";
        var outer = new CimInstance("Test_Part", new([new("Inner", CimValue.Of(inner))]), null);
        var path = await world.Service.CreateInstanceAsync(world.Caller(), new("Test_Box", new([new("Name", CimValue.Of("a")), new("Part", CimValue.Of(outer)), new("Plain", CimValue.Of(inner))]), null));

        var read = (CimInstance)world.Service.GetProperty(world.Caller(), path, "Part").Object;
        ((CimInstance)read.Values.Single().Value.Object).Values.Single().Value.Text.Should().Be("in");
        world.Service.GetProperty(world.Caller(), path, "Plain").Text.Should().Be(inner);

        await world.Service.SetPropertyAsync(world.Caller(), path, "Any", CimValue.Of("class Test_New { uint8 Size; };"));
        world.Service.GetProperty(world.Caller(), path, "Any").Object.Should().BeOfType<CimClass>();
    }

    private static async Task<CimWorld> OpenAsync()
    {
        var world = await CimWorld.StartAsync();
        (await world.Cim.ImportAsync(new MofTexts(new Dictionary<string, string> { ["a.mof"] = Schema }), "a.mof", "root/xen")).Faults.Should().BeEmpty();
        return world;
    }
}
