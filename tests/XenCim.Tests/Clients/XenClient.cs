using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;

namespace XenCim.Tests.Clients;

/// <summary>
/// A client of the Xen API as one would write it today: HttpClient and XElement, nothing of the server's own code.
/// Strings, longs (sent as text of digits), doubles, bools, dates, lists and dictionaries travel.
/// </summary>
public sealed class XenClient : IDisposable
{
    private readonly HttpClient http;

    public XenClient(HttpClient http) => this.http = http;

    public XenClient(Uri address)
        : this(new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) })
    {
    }

    /// <summary>The session, once logged in: it goes before the arguments of every call.</summary>
    public string Session { get; private set; } = "";

    /// <summary>The calls that succeeded, in order of their first success.</summary>
    public HashSet<string> Succeeded { get; } = [];

    /// <summary>A client over a Unix socket.</summary>
    public static XenClient OnSocket(string path) => new(new HttpClient(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancelled) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancelled);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = new("http://localhost/RPC2"), Timeout = TimeSpan.FromMinutes(2) });

    /// <summary>Logs in; later calls use the session.</summary>
    public async Task LoginAsync(string name, string password) => Session = (string)(await SendAsync("session.login_with_password", [name, password]))!;

    /// <summary>A second client on the same connection pool, with the same session.</summary>
    public XenClient Twin() => new(http) { Session = Session };

    /// <summary>Calls a message with the session before its arguments.</summary>
    /// <exception cref="XenFailure">The server answered a failure.</exception>
    public Task<object?> CallAsync(string method, params object[] arguments) => SendAsync(method, [Session, .. arguments]);

    /// <summary>Calls a message and casts its result.</summary>
    public async Task<T> CallAsync<T>(string method, params object[] arguments) => (T)(await CallAsync(method, arguments))!;

    /// <summary>Calls a message that shall fail, and gives the error description.</summary>
    public async Task<string[]> FailAsync(string method, params object[] arguments)
    {
        try
        {
            var result = await CallAsync(method, arguments);
            throw new Xunit.Sdk.XunitException($"{method} was expected to fail and answered {result}.");
        }
        catch (XenFailure failure)
        {
            return failure.Description;
        }
    }

    /// <summary>Sends a message with exactly these parameters.</summary>
    public async Task<object?> SendAsync(string method, IEnumerable<object> parameters)
    {
        var call = new XElement("methodCall", new XElement("methodName", method), new XElement("params", parameters.Select(p => new XElement("param", Value(p)))));
        using var content = new StringContent("<?xml version=\"1.0\"?>" + call.ToString(SaveOptions.DisableFormatting), Encoding.UTF8, "text/xml");
        using var answer = await http.PostAsync("", content);
        answer.EnsureSuccessStatusCode();
        var response = XElement.Parse(await answer.Content.ReadAsStringAsync(), LoadOptions.PreserveWhitespace);
        if (response.Element("fault") is { } fault)
        {
            var told = (Dictionary<string, object?>)Read(fault.Element("value")!)!;
            throw new XenFailure(["FAULT", $"{told["faultCode"]}", $"{told["faultString"]}"]);
        }

        var result = (Dictionary<string, object?>)Read(response.Element("params")!.Element("param")!.Element("value")!)!;
        if ((string)result["Status"]! != "Success")
        {
            throw new XenFailure([.. ((List<object?>)result["ErrorDescription"]!).Cast<string>()]);
        }

        Succeeded.Add(method);
        return result["Value"];
    }

    public void Dispose() => http.Dispose();

    private static XElement Value(object value) => new("value", value switch
    {
        XElement element => element,
        string text => new XElement("string", text),
        long number => new XElement("string", number.ToString(CultureInfo.InvariantCulture)),
        int number => new XElement("int", number),
        double number => new XElement("double", number.ToString("R", CultureInfo.InvariantCulture)),
        bool flag => new XElement("boolean", flag ? 1 : 0),
        IReadOnlyDictionary<string, object> map => new XElement("struct", map.Select(m => new XElement("member", new XElement("name", m.Key), Value(m.Value)))),
        IEnumerable<object> list => new XElement("array", new XElement("data", list.Select(Value))),
        _ => throw new ArgumentException($"{value.GetType()} does not travel."),
    });

    private static object? Read(XElement value)
    {
        if (value.Elements().FirstOrDefault() is not { } typed)
        {
            return value.Value;
        }

        return typed.Name.LocalName switch
        {
            "string" => typed.Value,
            "int" or "i4" => long.Parse(typed.Value, CultureInfo.InvariantCulture),
            "double" => double.Parse(typed.Value, CultureInfo.InvariantCulture),
            "boolean" => typed.Value == "1",
            "dateTime.iso8601" => DateTime.ParseExact(typed.Value, "yyyyMMdd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
            "array" => typed.Element("data")!.Elements("value").Select(Read).ToList(),
            "struct" => typed.Elements("member").ToDictionary(m => m.Element("name")!.Value, m => Read(m.Element("value")!)),
            "nil" => null,
            var other => throw new FormatException($"A value of type {other}."),
        };
    }
}
