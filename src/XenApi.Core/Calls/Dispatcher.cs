using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Sessions;
using XenApi.Core.Tasks;
using XenApi.Core.Values;

namespace XenApi.Core.Calls;

/// <summary>
/// Takes a message from a door to its call: the steps that all calls share, once. The order in which a broken
/// message is refused is Xend's: unknown method, session, reference, number of parameters, then their types; of an
/// <c>Async.</c> message the number comes before the session, and the reference is looked at by the task.
/// </summary>
public sealed class Dispatcher(Engine engine)
{
    /// <summary>Runs a message and writes exactly one value, or throws an <see cref="ApiError"/>.</summary>
    /// <param name="door">The door it came through.</param>
    /// <param name="method">The name of the message.</param>
    /// <param name="count">How many parameters were given, the session included.</param>
    /// <param name="reader">The parameters; not read any more once this returns or, for an <c>Async.</c> message, is done.</param>
    /// <param name="writer">Where the result goes.</param>
    /// <param name="gone">Set when the client is gone.</param>
    public ValueTask InvokeAsync(Door door, ReadOnlySpan<char> method, int count, ValueReader reader, ValueWriter writer, CancellationToken gone)
    {
        if (!CallMeter.IsOn)
        {
            return RouteAsync(door, method, count, reader, writer, gone);
        }

        var meter = CallMeter.Begin(door, method);
        try
        {
            return meter.EndAsync(RouteAsync(door, method, count, reader, writer, gone));
        }
        catch (Exception e)
        {
            meter.End(e);
            throw;
        }
    }

    /// <summary>Runs a call whose session is known: reference, number of parameters, then the call itself.</summary>
    internal static ValueTask RunAsync(Call call, Caller caller, int given, ValueReader reader, ValueWriter writer)
    {
        Guid self = default;
        if (call.Self is { } c && given > 0)
        {
            var id = reader.At(call.Parameters[0].Name).Kind == ValueKind.String ? reader.Ref(c.Name) : throw Errors.HandleInvalid(c.Name, "");
            self = id is { } known && (c.Keeping == Keeping.Elsewhere || caller.Snapshot.Find(c, known) is not null)
                ? known
                : throw Errors.HandleInvalid(c.Name, id?.ToString() ?? "");
        }

        CheckCount(call, call.Name, given, given + 1, 1);
        return call.Measured is { } measured
            ? MeasureAsync(call, measured, caller, self, reader, given, writer)
            : call.Body(caller, self, reader, given, writer);
    }

    // Who asks for metrics gets present ones. Such a call has no arguments left to be read late.
    private static async ValueTask MeasureAsync(Call call, XenClass measured, Caller caller, Guid self, ValueReader reader, int given, ValueWriter writer)
    {
        var isNew = await caller.Engine.Metrics.RefreshAsync(measured, call.Self is null ? null : self).ConfigureAwait(false);
        await call.Body(isNew ? caller.Anew() : caller, self, reader, given, writer).ConfigureAwait(false);
    }

    /// <summary>What the caller is told of an exception: its error, or that the server failed.</summary>
    public static ApiError Told(Exception e) => e switch
    {
        ApiError error => error,
        OperationCanceledException => Errors.InternalError("The call was given up: the client is gone or the server stops.", e),
        _ => Errors.InternalError($"The server failed ({e.GetType().Name}); its log has more.", e),
    };

    private ValueTask RouteAsync(Door door, ReadOnlySpan<char> method, int count, ValueReader reader, ValueWriter writer, CancellationToken gone)
    {
        if (!door.Table.TryFind(method, out var call, out var isAsync))
        {
            throw Errors.MessageMethodUnknown(Collections.Shortened(method.ToString()));
        }

        if (call.WithoutSession)
        {
            CheckCount(call, call.Name, count, count, 0);
            return call.Body(new(engine, door, null, Progress.None, gone), default, reader, count, writer);
        }

        if (isAsync)
        {
            CheckCount(call, method, count - 1, count, 1);
            return engine.Tasks.StartAsync(call, door, Authenticate(call, count, reader), count - 1, reader, writer);
        }

        return RunAsync(call, new(engine, door, Authenticate(call, count, reader), Progress.None, gone), count - 1, reader, writer);
    }

    private static void CheckCount(Call call, ReadOnlySpan<char> name, int given, int received, int session)
    {
        if (given < call.Required || given > call.Parameters.Length)
        {
            throw Errors.MessageParameterCountMismatch(name.ToString(), call.Required + session, received);
        }
    }

    private Session Authenticate(Call call, int count, ValueReader reader)
    {
        if (count == 0)
        {
            throw Errors.MessageParameterCountMismatch(call.Name, call.Required + 1, 0);
        }

        if (reader.At("session_id").Kind != ValueKind.String)
        {
            throw Errors.SessionInvalid("");
        }

        var session = engine.Sessions.Enter(reader.String());
        return session.Role >= call.Role ? session : throw Errors.PermissionDenied();
    }
}
