using Wire;
using XenApi.Core.Calls;

namespace XenApi.Server.Http;

/// <summary>Answers one request of a protocol that travels over HTTP.</summary>
/// <param name="door">The door it came through.</param>
/// <param name="request">The whole body.</param>
/// <param name="answer">Where the body of the answer goes.</param>
/// <param name="gone">Set when the client is gone or the server stops.</param>
internal delegate ValueTask Exchange(Door door, ReadOnlyMemory<byte> request, AnswerBuffer answer, CancellationToken gone);
