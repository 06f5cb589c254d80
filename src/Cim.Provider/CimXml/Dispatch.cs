using System.Globalization;
using Cim.Provider.CimXml.Reading;
using Cim.Provider.Operations;
using Microsoft.Extensions.Logging;
using Wire;
using Wire.Xml;
using XenApi.Core.Calls;
using XenApi.Core.Faults;

namespace Cim.Provider.CimXml;

/// <summary>Takes the operations of a message to their doing, one after the other; one that fails does not stop the others.</summary>
internal sealed partial class Dispatch(CimService service, ILogger log)
{
    private const int DescriptionMost = 4096;

    /// <summary>Writes the answer of a message.</summary>
    public async ValueTask AnswerAsync(CimMessage message, Caller caller, string host, OutgoingMessage outgoing)
    {
        var answer = outgoing.Answer;
        answer.Put("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CIM CIMVERSION=\"2.0\" DTDVERSION=\"2.0\"><MESSAGE ID=\""u8);
        XmlEscape.WriteAttribute(answer, message.Id);
        answer.Put("\" PROTOCOLVERSION=\"1.0\">"u8);
        if (message.IsBatch)
        {
            answer.Put("<MULTIRSP>"u8);
        }

        for (var i = 0; i < message.Calls.Count; i++)
        {
            // What one operation of a batch has changed the next one sees.
            answer.Put("<SIMPLERSP>"u8);
            await AnswerAsync(message.Calls[i], message.IsBatch, i == 0 ? caller : caller.Anew(), host, outgoing).ConfigureAwait(false);
            answer.Put("</SIMPLERSP>"u8);
        }

        if (message.IsBatch)
        {
            answer.Put("</MULTIRSP>"u8);
        }

        answer.Put("</MESSAGE></CIM>\n"u8);
    }

    private async ValueTask AnswerAsync(CimXmlElement call, bool isBatch, Caller caller, string host, OutgoingMessage outgoing)
    {
        var answer = outgoing.Answer;
        var isIntrinsic = call.Is("IMETHODCALL"u8);
        var name = call.Required("NAME"u8);
        answer.Put(isIntrinsic ? "<IMETHODRESPONSE NAME=\""u8 : "<METHODRESPONSE NAME=\""u8);
        XmlEscape.WriteAttribute(answer, name);
        answer.Put("\">"u8);
        var begin = answer.Length;
        try
        {
            await (isIntrinsic ? RunAsync(call, name, caller, host, outgoing) : MethodOperation.RunAsync(service, call, name, caller, answer)).ConfigureAwait(false);
        }
        catch (Exception e) when (Told(e, name, isBatch, caller) is { } told)
        {
            if (answer.Sent > begin)
            {
                throw new InvalidOperationException($"The answer to {ValueReader.Shortened(name)} is on its way and cannot be finished: {told.Message}", e);
            }

            answer.CutTo(begin);
            Error(answer, told.Status, told.Message);
        }

        answer.Put(isIntrinsic ? "</IMETHODRESPONSE>"u8 : "</METHODRESPONSE>"u8);
    }

    private Task RunAsync(CimXmlElement call, string name, Caller caller, string host, OutgoingMessage outgoing)
    {
        var operation = OperationTable.Find(name) ?? throw new CimException(CimStatus.NotSupported, $"There is no operation {ValueReader.Shortened(name)} here.");
        var parts = call.Children;
        if (!parts.MoveNext())
        {
            call.Refuse("<LOCALNAMESPACEPATH> was expected in <IMETHODCALL>");
        }

        // Errors have an order: the operation, its namespace, and only then its parameters (DSP0200 §5.3.2).
        var space = PathReader.Namespace(parts.Current);
        service.CheckNamespace(space);
        return operation.RunAsync(new(service, new(space, caller), new(parts, operation.Parameters), outgoing, host));
    }

    // Null where nobody is left to be told, and for documents that are not valid, which HTTP tells; in a batch that stops nobody else.
    private (CimStatus Status, string Message)? Told(Exception e, string name, bool isBatch, Caller caller)
    {
        switch (e)
        {
            case CimException error:
                return (error.Status, error.Message);
            case ApiError error:
                return (Status(error.Code), error.Message);
            case XmlError error:
                return isBatch ? (CimStatus.InvalidParameter, error.Message) : null;
            case OperationCanceledException when caller.Cancelled.IsCancellationRequested:
                return null;
            default:
                LogFailed(name, e);
                return (CimStatus.Failed, $"The server failed ({e.GetType().Name}); its log has more.");
        }
    }

    private static CimStatus Status(string code) => code switch
    {
        "PERMISSION_DENIED" => CimStatus.AccessDenied,
        "HANDLE_INVALID" => CimStatus.NotFound,
        "VALUE_NOT_SUPPORTED" => CimStatus.InvalidParameter,
        _ => CimStatus.Failed,
    };

    private static void Error(AnswerBuffer answer, CimStatus status, string message)
    {
        answer.Put("<ERROR CODE=\""u8);
        XmlEscape.WriteAttribute(answer, ((int)status).ToString(CultureInfo.InvariantCulture));
        answer.Put("\" DESCRIPTION=\""u8);
        XmlEscape.WriteAttribute(answer, message.Length > DescriptionMost ? message.AsSpan(0, DescriptionMost) : message);
        answer.Put("\"/>"u8);
    }

    [LoggerMessage(1, LogLevel.Error, "{Operation} of CIM failed.")]
    private partial void LogFailed(string operation, Exception cause);
}
