using System.Collections.Concurrent;
using Cim.Provider.CimXml.Http;
using Cim.Provider.CimXml.Reading;
using Cim.Provider.Operations;
using Microsoft.Extensions.Logging;
using Wire;
using Wire.Xml;
using XenApi.Core;
using XenApi.Core.Calls;
using XenApi.Core.Sessions;
using XenApi.Core.Tasks;

namespace Cim.Provider.CimXml;

/// <summary>Answers CIM-XML over HTTP (DSP0200): headers and credentials first, then the message, operation by operation.</summary>
public sealed class CimXmlExchange
{
    private const int DocumentsKept = 256;

    private readonly Engine engine;
    private readonly Dispatch dispatch;
    private readonly CimXmlLimits limits;
    private readonly Logins logins;
    private readonly ConcurrentBag<CimXmlDocument> documents = [];

    /// <summary>An exchange that brings messages to the operations.</summary>
    public CimXmlExchange(Engine engine, CimService service, CimXmlLimits limits, ILogger<CimXmlExchange> log)
    {
        this.engine = engine;
        this.limits = limits;
        dispatch = new(service, log);
        logins = new(engine);
    }

    /// <summary>Answers a request; there is always an answer, and it is whole when this is done.</summary>
    public async ValueTask AnswerAsync(Door door, HttpTurn turn)
    {
        var headers = default(RequestHeaders);
        try
        {
            if (turn.Method == "OPTIONS")
            {
                Capabilities.Tell(turn);
                return;
            }

            headers = RequestHeaders.Read(turn);
            var session = await logins.EnterAsync(door, turn.Header("Authorization"), turn.Gone).ConfigureAwait(false);
            if (session is null)
            {
                turn.Status = 401;
                turn.Tell("WWW-Authenticate", "Basic realm=\"XenCim\", charset=\"UTF-8\"");
                return;
            }

            await AnswerAsync(door, turn, headers, session).ConfigureAwait(false);
        }
        catch (RequestRefused refused)
        {
            turn.Answer.Reset();
            turn.Status = refused.Status;
            turn.ContentType = "text/plain; charset=utf-8";
            turn.Answer.Put(System.Text.Encoding.UTF8.GetBytes(refused.Message + "\n"));
            if (refused.CimError is { } error)
            {
                turn.Tell("CIMError", error);
            }
        }
    }

    private async ValueTask AnswerAsync(Door door, HttpTurn turn, RequestHeaders headers, Session session)
    {
        var document = documents.TryTake(out var free) ? free : new(limits);
        try
        {
            var message = CimMessage.Read(document, turn.Body);
            headers.Match(message);
            var caller = new Caller(engine, door, session, Progress.None, turn.Gone);
            var outgoing = new OutgoingMessage(turn, headers, limits);
            await dispatch.AnswerAsync(message, caller, headers.Host, outgoing).ConfigureAwait(false);
            outgoing.Head();
        }
        catch (XmlError e)
        {
            throw CimMessage.Told(e);
        }
        finally
        {
            document.Clear();
            if (documents.Count < DocumentsKept)
            {
                documents.Add(document);
            }
        }
    }
}
