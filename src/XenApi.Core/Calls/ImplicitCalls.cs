using XenApi.Core.Declarations;
using XenApi.Core.Measurements;
using XenApi.Core.Model;

namespace XenApi.Core.Calls;

/// <summary>
/// The messages that follow from the classes and their fields. A message that a method declares goes before the
/// implicit one of the same name.
/// </summary>
internal static partial class ImplicitCalls
{
    private static readonly CallParameter[] NoParameters = [];

    /// <summary>The declared calls and all that follow from the model besides, ordered by name.</summary>
    internal static IEnumerable<Call> All(Call[] declared)
    {
        var calls = new SortedDictionary<string, Call>(StringComparer.Ordinal);
        foreach (var c in XenModel.Classes)
        {
            foreach (var call in OfClass(c).Concat(c.Fields.SelectMany(field => OfField(c, field))))
            {
                calls[call.Name] = call;
            }
        }

        foreach (var call in declared)
        {
            calls[call.Name] = call;
        }

        return calls.Values;
    }

    private static IEnumerable<Call> OfClass(XenClass c)
    {
        foreach (var message in Enum.GetValues<Implicit>())
        {
            var isDocumented = c.Documented.HasFlag(message);
            if ((isDocumented || c.Undocumented.HasFlag(message)) && Made(c, message) is { } call)
            {
                yield return isDocumented ? call with { Since = (ApiVersion)Math.Max((int)call.Since, (int)c.Since) } : call with { Since = ApiVersion.Xend };
            }
        }
    }

    private static Call? Made(XenClass c, Implicit message) => message switch
    {
        Implicit.Record => GetRecord(c),
        Implicit.ByUuid => GetByUuid(c),
        Implicit.All => GetAll(c),
        Implicit.AllRecords => GetAllRecords(c),
        Implicit.ByName => GetByNameLabel(c),
        Implicit.Create => Create(c),
        Implicit.Destroy => Destroy(c),
        _ => null,
    };

    private static IEnumerable<Call> OfField(XenClass c, XenField field)
    {
        // A class whose objects live elsewhere has getters only where its own room declares them.
        if (c.Keeping == Keeping.Elsewhere || field.Documented == Accessors.None)
        {
            yield break;
        }

        yield return Since(Getter(c, field), Accessors.Get);
        if (field.Possible.HasFlag(Accessors.Set))
        {
            yield return Since(Setter(c, field), Accessors.Set);
        }

        if (field.Possible.HasFlag(Accessors.AddRemove))
        {
            yield return Since(Adder(c, field), Accessors.AddRemove);
            yield return Since(Remover(c, field), Accessors.AddRemove);
        }

        Call Since(Call call, Accessors accessor) =>
            call with { Since = field.Documented.HasFlag(accessor) ? field.Since : ApiVersion.Xend };
    }

    private static CallParameter Self(XenClass c) => new("self", $"ref<{c.Name}>");

    // A getter of one field, or whole records; lists of references tell nothing of the objects.
    private static bool TellsMeasurements(XenClass c, string message) =>
        MetricsRoom.Measures(c) && message is not ("get_all" or "get_by_uuid" or "get_by_name_label" or "get_uuid");

    private static Call Declare(XenClass c, string message, string description, Role role, XenClass? self, CallParameter[] parameters, string result, bool hasAsync, CallBody body) => new()
    {
        Name = $"{c.Name}.{message}",
        Description = description,
        Role = role,
        Since = c.Since,
        HasAsync = hasAsync,
        Self = self,
        Measured = role == Role.ReadOnly && TellsMeasurements(c, message) ? c : null,
        Parameters = parameters,
        Result = result,
        Body = body,
    };
}
