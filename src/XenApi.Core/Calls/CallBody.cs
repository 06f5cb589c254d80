using XenApi.Core.Values;

namespace XenApi.Core.Calls;

/// <summary>
/// What a call does: reads its arguments, all of them before it waits for anything, acts, and writes its result.
/// </summary>
/// <param name="caller">Who calls.</param>
/// <param name="self">The object the call is about, checked; meaningless where the call has none.</param>
/// <param name="reader">The arguments after the session and self.</param>
/// <param name="given">How many parameters were given, self included, the session left out.</param>
/// <param name="writer">Where the result goes: exactly one value.</param>
public delegate ValueTask CallBody(Caller caller, Guid self, ValueReader reader, int given, ValueWriter writer);
