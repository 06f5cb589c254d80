using Wire;
using XenApi.Core.Calls;

namespace XenApi.Server.Http;

/// <summary>Answers one request of a protocol that travels over HTTP.</summary>
/// <param name="door">The door it came through.</param>
/// <param name="turn">The request, and where the answer goes.</param>
internal delegate ValueTask Exchange(Door door, HttpTurn turn);
