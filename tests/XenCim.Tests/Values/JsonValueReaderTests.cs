using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Values;

public class JsonValueReaderTests
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 20], Gen.Const(""), Gen.Const("\"\\\t\u001f𝄞"));

    private static readonly Gen<XenObject> Rows = Gen.OneOf<XenObject>(
        from id in Gen.Guid
        from label in Text
        from version in Gen.Long
        from keys in Gen.Select(Text, Text).Array[0, 5]
        from host in Gen.Guid
        from running in Gen.Bool
        select (XenObject)new Vm
        {
            Id = id,
            NameLabel = label,
            UserVersion = version,
            OtherConfig = Map<string, string>.Of(keys.Select(k => KeyValuePair.Create(k.Item1, k.Item2))),
            ResidentOn = running ? new(host) : default,
            PowerState = running ? VmPowerState.Running : VmPowerState.Halted,
            IsATemplate = running,
        },
        from id in Gen.Guid
        from use in Gen.Select(Gen.Long, Gen.Double.Where(double.IsFinite)).Array[0, 4]
        from flags in Gen.Select(Gen.Long, Text.Array[0, 3]).Array[0, 4]
        from ticks in Gen.Long[0, DateTime.MaxValue.Ticks]
        select (XenObject)new VmMetrics
        {
            Id = id,
            VcpusUtilisation = Map<long, double>.Of(use.Select(u => KeyValuePair.Create(u.Item1, u.Item2))),
            VcpusFlags = Map<long, Set<string>>.Of(flags.Select(f => KeyValuePair.Create(f.Item1, Set.Of(f.Item2.AsSpan())))),
            StartTime = new(ticks, TimeSpan.Zero),
        });

    [Fact]
    public void What_is_written_as_a_row_is_read_as_it_was() => Rows.List[1, 5].Sample(rows =>
    {
        var reader = new JsonValueReader(default);
        foreach (var row in rows)
        {
            var body = new ArrayBufferWriter<byte>();
            var writer = new JsonValueWriter(body, ApiVersion.Xend);
            row.WriteRow(writer);
            writer.Flush();
            reader.Reset(body.WrittenMemory);
            row.Class.Read(reader, ReadScope.Row).Should().Be(row);
            reader.Kind.Should().Be(ValueKind.End);
        }
    });

    [Fact]
    public void Values_come_one_after_the_other_with_spaces_or_without()
    {
        var reader = Over(""" "a" 5 -6 1.5 true [1, [ ] ,{"k" : null}] "2007-04-01T12:00:00Z" "" null 7""");

        reader.Kind.Should().Be(ValueKind.String);
        reader.String().Should().Be("a");
        reader.Kind.Should().Be(ValueKind.Int);
        reader.Int().Should().Be(5);
        reader.Double().Should().Be(-6);
        reader.Kind.Should().Be(ValueKind.Double);
        reader.Double().Should().Be(1.5);
        reader.Kind.Should().Be(ValueKind.Bool);
        reader.Bool().Should().BeTrue();
        reader.Kind.Should().Be(ValueKind.Set);
        reader.BeginSet();
        reader.NextItem().Should().BeTrue();
        reader.Int().Should().Be(1);
        reader.NextItem().Should().BeTrue();
        reader.Skip();
        reader.NextItem().Should().BeTrue();
        reader.Kind.Should().Be(ValueKind.Map);
        reader.BeginMap();
        reader.NextKey(out var key).Should().BeTrue();
        key.Should().Be("k");
        reader.Kind.Should().Be(ValueKind.Null);
        reader.Skip();
        reader.NextKey(out _).Should().BeFalse();
        reader.NextItem().Should().BeFalse();
        reader.DateTime().Should().Be(new DateTimeOffset(2007, 4, 1, 12, 0, 0, TimeSpan.Zero));
        reader.Ref("VM").Should().BeNull();
        reader.Ref("VM").Should().BeNull();
        reader.Int().Should().Be(7);
        reader.Kind.Should().Be(ValueKind.End);
    }

    [Fact]
    public void The_forms_that_clients_use_are_read()
    {
        var reader = Over("""["12","OpaqueRef:00112233-4455-6677-8899-aabbccddeeff","OpaqueRef:NULL",1,0]""");

        reader.BeginSet();
        reader.Int().Should().Be(12);
        reader.Ref("VM").Should().Be(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
        reader.Ref("VM").Should().BeNull();
        reader.Bool().Should().BeTrue();
        reader.Bool().Should().BeFalse();
        reader.NextItem().Should().BeFalse();
    }

    [Fact]
    public void A_value_of_the_wrong_shape_names_what_was_read()
    {
        Reading("5", r => r.String()).Should().Be("VALUE_NOT_SUPPORTED(it, 5, must be text)");
        Reading("1.5", r => r.Int()).Should().Be("VALUE_NOT_SUPPORTED(it, 1.5, must be a whole number of 64 bits)");
        Reading("99999999999999999999", r => r.Int()).Should().Be("VALUE_NOT_SUPPORTED(it, 99999999999999999999, must be a whole number of 64 bits)");
        Reading("\"x\"", r => r.Double()).Should().Be("VALUE_NOT_SUPPORTED(it, x, must be a number)");
        Reading("2", r => r.Bool()).Should().Be("VALUE_NOT_SUPPORTED(it, 2, must be true or false)");
        Reading("\"now\"", r => r.DateTime()).Should().Be("VALUE_NOT_SUPPORTED(it, now, must be a date and time)");
        Reading("\"now\"", r => r.Ref("VM")).Should().Be("HANDLE_INVALID(VM, now)");
        Reading("{}", r => r.BeginSet()).Should().Be("VALUE_NOT_SUPPORTED(it, {, must be a set)");
        Reading("[]", r => r.BeginMap()).Should().Be("VALUE_NOT_SUPPORTED(it, [, must be a map or a record)");
        Reading("", r => r.String()).Should().Be("VALUE_NOT_SUPPORTED(it, , is missing)");
        Reading("""{"a":1,"a":2}""", r =>
        {
            r.BeginMap();
            while (r.NextKey(out _))
            {
                r.Skip();
            }
        }).Should().StartWith("MAP_DUPLICATE_KEY(a,");
    }

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\" 1}")]
    [InlineData("[1 2")]
    [InlineData("\"\\ud800\"x")]
    public void What_is_no_json_is_an_error_and_never_a_value(string text)
    {
        var read = () =>
        {
            var reader = Over(text);
            while (reader.Kind != ValueKind.End)
            {
                reader.Skip();
            }
        };

        read.Should().Throw<JsonException>();
    }

    private static string Reading(string text, Action<ValueReader> read)
    {
        var reading = () => read(Over(text).At("it"));
        return reading.Should().Throw<ApiError>().Which.Message;
    }

    private static JsonValueReader Over(string text) => new(Encoding.UTF8.GetBytes(text));
}
