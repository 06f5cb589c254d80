using System.Text;
using System.Xml;
using System.Xml.Linq;
using Wire.Xml;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Values;
using XenApi.Server.XmlRpc;

namespace XenCim.Tests.XmlRpc;

/// <summary>Whatever is sent, there is an answer that a client can read.</summary>
public class ExchangeFuzzTests
{
    private static readonly string[] Scalars =
        ["<string>{0}</string>", "<int>1</int>", "<i4>-1</i4>", "<int>99999999999999999999</int>", "<boolean>1</boolean>", "<boolean>x</boolean>", "<double>1.5</double>", "<nil/>", "<string/>", "<string>x</string>", "<string>5</string>", "<string>-1</string>", "<string>9223372036854775807</string>", "<dateTime.iso8601>20070101T00:00:00</dateTime.iso8601>", "<base64>eA==</base64>", "<string>&#13;&lt;é😀</string>", "<string>../../etc</string>"];

    // These wait: for an event that may never come, and for as long as they are told.
    private static readonly string[] Waiting = ["event.next", "debug.wait"];

    [Fact]
    public void A_spoiled_call_is_refused_or_read_to_its_end()
    {
        var requests = Conversation.Names().SelectMany(name => Conversation.Load(name).Turns).Select(turn => Encoding.UTF8.GetBytes(turn.Request)).ToArray();
        var message = new XmlRpcMessage(new() { Depth = 6, Values = 300, TextBytes = 500, MethodNameBytes = 40 });
        var reader = new XmlRpcReader(message);
        Fuzz.Run(4000, random =>
        {
            var request = RandomXml.Spoil(random, RandomXml.Pick(random, requests));
            try
            {
                message.Read(request);
            }
            catch (XmlError)
            {
                return;
            }

            FluentActions.Invoking(() => XmlOracle.Theirs(request)).Should().NotThrow("of {0}", Encoding.UTF8.GetString(request));
            reader.Begin();
            try
            {
                while (reader.Kind != ValueKind.End)
                {
                    Walk(random, reader);
                }
            }
            catch (ApiError)
            {
            }
        });
    }

    [Fact]
    public async Task Any_message_with_any_parameters_is_answered()
    {
        await using var house = await House.StartAsync();
        var methods = CallTable.Of(ApiVersion.Xend).Calls.Select(call => call.Name).Except(Waiting).ToArray();
        var failed = new SortedSet<string>();
        Fuzz.Run(700, random =>
        {
            var session = house.Open().Handle;
            var method = random.Next(20) == 0 ? "no.such" : RandomXml.Pick(random, methods);
            var call = CallTable.Of(ApiVersion.Xend).Calls.FirstOrDefault(c => c.Name == method);
            var self = call?.Self is { } c && house.Now.All(c).FirstOrDefault() is { } found ? found.Id : Guid.Empty;
            var parameters = new StringBuilder(random.Next(10) == 0 ? "" : $"<param><value>{session}</value></param>");
            var wanted = call is null ? 2 : call.Parameters.Length;
            for (var i = random.Next(10) == 0 ? random.Next(6) : wanted; i > 0; i--)
            {
                parameters.Append("<param><value>").Append(i == wanted && random.Next(8) > 0 ? self.ToString() : Value(random, self, 3, call)).Append("</value></param>");
            }

            var twin = call is { HasAsync: true } && random.Next(6) == 0 ? "Async." : "";
            var request = Encoding.UTF8.GetBytes($"<methodCall><methodName>{twin}{method}</methodName><params>{parameters}</params></methodCall>");
            var answer = house.AnswerAsync(random.Next(10) == 0 ? RandomXml.Spoil(random, request) : request).WaitAsync(TimeSpan.FromSeconds(60)).GetAwaiter().GetResult();
            if (Check(answer) is { } broken)
            {
                failed.Add($"{method}: {broken}");
            }
        });

        failed.Should().BeEmpty("a client's mistake is no failure of the server");
    }

    // How an exception is told that nobody expected; null for every other answer.
    private static string? Check(byte[] answer)
    {
        using var reader = XmlReader.Create(new MemoryStream(answer));
        var document = XElement.Load(reader);
        document.Name.LocalName.Should().Be("methodResponse");
        var members = document.Descendants("struct").First().Elements("member").Select(member => member.Element("name")!.Value).ToList();
        if (document.Element("fault") is not null)
        {
            members.Should().Equal("faultCode", "faultString");
            return null;
        }

        members.Should().HaveCount(2).And.HaveElementAt(0, "Status");
        document.Descendants("struct").First().Elements("member").Should().OnlyContain(member => member.Elements("value").Count() == 1);
        var isFailure = members[1] == "ErrorDescription";
        var text = isFailure ? document.Descendants("data").First().Elements("value").Select(value => value.Value).ToList() : [];
        return text is ["INTERNAL_ERROR", var said] && said.StartsWith("The server failed", StringComparison.Ordinal) ? said : null;
    }

    private static string Value(Random random, Guid self, int depth, Call? call)
    {
        if (depth == 0 || random.Next(5) > 1)
        {
            return string.Format(RandomXml.Pick(random, Scalars), self);
        }

        var items = Enumerable.Range(0, random.Next(5));
        if (random.Next(2) == 0)
        {
            return $"<array><data>{string.Concat(items.Select(_ => $"<value>{Value(random, self, depth - 1, call)}</value>"))}</data></array>";
        }

        var className = call?.Name.Split('.')[0];
        var fields = XenApi.Core.Model.XenModel.Classes.FirstOrDefault(c => c.Name == className)?.Fields.Select(field => field.Name).Append("a").ToArray() ?? ["a", "b"];
        return $"<struct>{string.Concat(items.Select(_ => $"<member><name>{RandomXml.Pick(random, fields)}</name><value>{Value(random, self, depth - 1, call)}</value></member>"))}</struct>";
    }

    private static void Walk(Random random, XmlRpcReader reader)
    {
        switch (reader.Kind)
        {
            case ValueKind.Set when random.Next(8) > 0:
                for (reader.BeginSet(); reader.NextItem();)
                {
                    Walk(random, reader);
                }

                break;
            case ValueKind.Map when random.Next(8) > 0:
                for (reader.BeginMap(); reader.NextKey(out _);)
                {
                    Walk(random, reader);
                }

                break;
            case ValueKind.Int when random.Next(8) > 0:
                reader.Int();
                break;
            case ValueKind.Double when random.Next(8) > 0:
                reader.Double();
                break;
            case ValueKind.Bool when random.Next(8) > 0:
                reader.Bool();
                break;
            case ValueKind.String when random.Next(8) > 0:
                reader.String();
                break;
            default:
                ((Action)(random.Next(4) switch
                {
                    0 => () => reader.DateTime(),
                    1 => () => reader.Ref("VM"),
                    2 => () => reader.String(),
                    _ => reader.Skip,
                }))();
                break;
        }
    }
}
