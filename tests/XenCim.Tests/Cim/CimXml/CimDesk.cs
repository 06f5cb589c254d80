using System.Text;
using Cim.Provider.CimXml;
using Cim.Provider.Operations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenCim.Tests.Cim.Operations;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>A house that answers CIM-XML, without a socket.</summary>
internal sealed class CimDesk : IAsyncDisposable
{
    private readonly CimXmlExchange exchange;

    private CimDesk(ServedHouse house, CimXmlLimits limits, CimService service)
    {
        House = house;
        exchange = new(house.House.Engine, service, limits, Log);
    }

    public ServedHouse House { get; }

    public CimXmlExchange Exchange => exchange;

    /// <summary>A door that needs no password.</summary>
    public static Door Door { get; } = new(ApiVersion.Xend, IsOpen: true);

    public ILogger<CimXmlExchange> Log => LoggerFactory.Create(logs => logs.AddProvider(Complaints)).CreateLogger<CimXmlExchange>();

    /// <summary>What the log complains of.</summary>
    public Eavesdropper Complaints { get; } = new(LogLevel.Warning);

    public static async Task<CimDesk> OpenAsync(CimXmlLimits? limits = null, TimeProvider? time = null) =>
        Behind(await ServedHouse.StartAsync(time), limits ?? CimXmlLimits.Default);

    /// <summary>One that serves our own schema, which can be changed.</summary>
    public static async Task<CimDesk> OpenWholeAsync()
    {
        var house = await ServedHouse.StartAsync();
        return new(house, CimXmlLimits.Default, CimService.Of(CimHouse.Open(house.House.Engine, NullLogger<CimHouse>.Instance)));
    }

    /// <summary>Answers a request that is written down as method, headers, an empty line and the body.</summary>
    public Task<FakeTurn> AskAsync(string request, bool isOpen = true) => AskAsync(Turn(request), isOpen);

    /// <summary>A request that is written down, not asked yet.</summary>
    public static FakeTurn Turn(string request)
    {
        var (head, body) = request.Split("\n\n", 2) is [var before, var after] ? (before, after) : (request, "");
        var lines = head.Split('\n');
        var headers = lines[1..].Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        return new FakeTurn(lines[0].Split(' ')[0], headers, Encoding.UTF8.GetBytes(body));
    }

    public async Task<FakeTurn> AskAsync(FakeTurn turn, bool isOpen = true)
    {
        await exchange.AnswerAsync(new Door(ApiVersion.Xend, isOpen), turn);
        return turn;
    }

    /// <summary>An intrinsic operation with its parameters, as a request.</summary>
    public static string Request(string operation, string parameters, string space = "root/xen") =>
        $"POST /cimom\nHost: xen\nContent-Type: application/xml; charset=\"utf-8\"\nCIMOperation: MethodCall\nCIMMethod: {operation}\nCIMObject: {space}\n\n{Message(Call(operation, parameters, space))}";

    public static string Message(string simpleRequest, string id = "1") =>
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?><CIM CIMVERSION=\"2.0\" DTDVERSION=\"2.0\"><MESSAGE ID=\"{id}\" PROTOCOLVERSION=\"1.0\">{simpleRequest}</MESSAGE></CIM>";

    public static string Call(string operation, string parameters, string space = "root/xen") =>
        $"<SIMPLEREQ><IMETHODCALL NAME=\"{operation}\"><LOCALNAMESPACEPATH>{string.Concat(space.Split('/').Select(name => $"<NAMESPACE NAME=\"{name}\"/>"))}</LOCALNAMESPACEPATH>{parameters}</IMETHODCALL></SIMPLEREQ>";

    private static CimDesk Behind(ServedHouse house, CimXmlLimits limits) => new(house, limits, house.Service);

    public ValueTask DisposeAsync() => House.DisposeAsync();
}
