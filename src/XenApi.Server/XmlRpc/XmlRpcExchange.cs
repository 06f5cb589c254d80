using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;
using Wire;
using Wire.Xml;
using XenApi.Core;
using XenApi.Core.Calls;
using XenApi.Core.Faults;

namespace XenApi.Server.XmlRpc;

/// <summary>
/// Answers a message: the document of a call goes in, the document of its answer comes out. How they travel is not
/// its concern.
/// </summary>
public sealed partial class XmlRpcExchange
{
    private const int TurnsKept = 256;
    private const int FirstBytes = 256;
    private const string InternalError = "INTERNAL_ERROR";

    private readonly Dispatcher dispatcher;
    private readonly ILogger<XmlRpcExchange> log;
    private readonly DefaultObjectPool<XmlRpcTurn> turns;

    /// <summary>An exchange that brings messages to an engine.</summary>
    public XmlRpcExchange(Engine engine, XmlRpcLimits limits, ILogger<XmlRpcExchange> log)
    {
        dispatcher = new(engine);
        this.log = log;
        Limits = limits;
        turns = new(new XmlRpcTurn.Policy(limits), TurnsKept);
    }

    private static ReadOnlySpan<byte> Begin => "<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodResponse>"u8;

    /// <summary>How much one message may ask.</summary>
    public XmlRpcLimits Limits { get; }

    /// <summary>Whether a message waits for events.</summary>
    public static bool Waits(ReadOnlyMemory<byte> request) => request.Span[..Math.Min(FirstBytes, request.Length)].IndexOf("event.next"u8) >= 0;

    /// <summary>Answers a message; there is always an answer, and it is whole when this is done.</summary>
    /// <param name="door">The door it came through.</param>
    /// <param name="request">The document, which stays as it is until this is done.</param>
    /// <param name="answer">Where the answer goes; empty.</param>
    /// <param name="gone">Set when the client is gone.</param>
    public ValueTask AnswerAsync(Door door, ReadOnlyMemory<byte> request, AnswerBuffer answer, CancellationToken gone)
    {
        var turn = turns.Get();
        try
        {
            turn.Writer.Begin(answer, door.Version);
            turn.Message.Read(request);
            turn.Reader.Begin();
            BeginSuccess(turn.Writer);
            var call = dispatcher.InvokeAsync(door, turn.Message.Method, turn.Message.Parameters, turn.Reader, turn.Writer, gone);
            if (!call.IsCompletedSuccessfully)
            {
                return FinishAsync(turn, door, answer, call, gone);
            }

            call.GetAwaiter().GetResult();
            EndSuccess(turn.Writer);
        }
        catch (XmlError error)
        {
            WriteFault(turn.Writer, door, answer, error);
        }
        catch (Exception e)
        {
            Fail(turn, door, answer, e, gone);
        }

        turns.Return(turn);
        return ValueTask.CompletedTask;
    }

    private async ValueTask FinishAsync(XmlRpcTurn turn, Door door, AnswerBuffer answer, ValueTask call, CancellationToken gone)
    {
        try
        {
            await call.ConfigureAwait(false);
            EndSuccess(turn.Writer);
        }
        catch (Exception e)
        {
            Fail(turn, door, answer, e, gone);
        }

        turns.Return(turn);
    }

    // Status comes first: libxen looks no further.
    private static void BeginSuccess(XmlRpcWriter writer)
    {
        writer.Put(Begin);
        writer.Put("<params><param><value><struct><member><name>Status</name><value><string>Success</string></value></member><member><name>Value</name>"u8);
    }

    private static void EndSuccess(XmlRpcWriter writer) =>
        writer.Put("</member></struct></value></param></params></methodResponse>"u8);

    private void Fail(XmlRpcTurn turn, Door door, AnswerBuffer answer, Exception e, CancellationToken gone)
    {
        var error = Dispatcher.Told(e);
        if (error is { Code: InternalError, InnerException: { } cause } && !(cause is OperationCanceledException && gone.IsCancellationRequested))
        {
            LogFailed(turn.Message.Method.ToString(), cause);
        }

        answer.Reset();
        var writer = turn.Writer;
        writer.Begin(answer, door.Version);
        writer.Put(Begin);
        writer.Put("<params><param>"u8);
        writer.BeginMap();
        writer.Key("Status"u8);
        writer.String("Failure"u8);
        writer.Key("ErrorDescription"u8);
        writer.BeginSet();
        foreach (var text in error.Description)
        {
            writer.String(text);
        }

        writer.EndSet();
        writer.EndMap();
        writer.Put("</param></params></methodResponse>"u8);
    }

    private static FaultCode Code(XmlErrorKind kind) => kind switch
    {
        XmlErrorKind.UnsupportedEncoding => FaultCode.UnsupportedEncoding,
        XmlErrorKind.InvalidCharacter => FaultCode.InvalidCharacter,
        XmlErrorKind.NotExpected => FaultCode.NotXmlRpc,
        XmlErrorKind.LimitExceeded => FaultCode.LimitExceeded,
        _ => FaultCode.NotWellFormed,
    };

    // libxen wants the code first, and as an int.
    private static void WriteFault(XmlRpcWriter writer, Door door, AnswerBuffer answer, XmlError error)
    {
        answer.Reset();
        writer.Begin(answer, door.Version);
        writer.Put(Begin);
        writer.Put("<fault>"u8);
        writer.BeginMap();
        writer.Key("faultCode"u8);
        writer.FaultNumber((int)Code(error.Kind));
        writer.Key("faultString"u8);
        writer.String(error.Message);
        writer.EndMap();
        writer.Put("</fault></methodResponse>"u8);
    }

    [LoggerMessage(1, LogLevel.Error, "{Call} failed.")]
    private partial void LogFailed(string call, Exception cause);
}
