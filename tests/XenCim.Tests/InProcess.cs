using System.Buffers;
using System.Net;
using Wire;
using XenApi.Core.Calls;
using XenApi.Server.XmlRpc;

namespace XenCim.Tests;

/// <summary>Brings the requests of a client to the exchange of a house in the same process, as XML and without a socket.</summary>
internal sealed class InProcess(XmlRpcExchange exchange, Door door) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        using var answer = new AnswerBuffer();
        await exchange.AnswerAsync(door, body, answer, cancellationToken);
        var bytes = new ArrayBufferWriter<byte>();
        answer.CopyTo(bytes);
        return new(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes.WrittenSpan.ToArray()) };
    }
}
