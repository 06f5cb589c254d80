using XenApi.Core.Declarations;
using XenApi.Core.Model;

namespace XenApi.Core.Calls;

/// <content>What follows from a field.</content>
internal static partial class ImplicitCalls
{
    private static Call Getter(XenClass c, XenField field) => Declare(
        c, $"get_{field.Name}", field.Description, Role.ReadOnly, c, [Self(c)], field.Type, hasAsync: false,
        (caller, self, _, _, writer) =>
        {
            caller.Snapshot.Get(c, self).WriteField(field.Index, writer);
            return default;
        });

    private static Call Setter(XenClass c, XenField field) =>
        Changer(c, field, "set_", "Sets", [Self(c), new("value", field.Type)], hasAsync: false, c.ReadSetter)
            with { Change = reader => c.ReadSetter(field.Index, reader) };

    private static Call Adder(XenClass c, XenField field) => Changer(
        c, field, "add_to_", "Adds an entry to", IsMap(field) ? [Self(c), new("key", Part(field, 0)), new("value", Part(field, 1))] : [Self(c), new("value", Part(field, 0))],
        hasAsync: true, c.ReadAdder);

    private static Call Remover(XenClass c, XenField field) => Changer(
        c, field, "remove_from_", "Takes an entry from", [Self(c), new(IsMap(field) ? "key" : "value", Part(field, 0))], hasAsync: true, c.ReadRemover);

    private static Call Changer(XenClass c, XenField field, string verb, string does, CallParameter[] parameters, bool hasAsync, FieldChange read) => Declare(
        c, verb + field.Name, $"{does}: {field.Description}", c.Role, c, parameters, "void", hasAsync,
        async (caller, self, reader, _, writer) =>
        {
            var change = read(field.Index, reader);
            await caller.CommitAsync(changes => changes.Put(change(changes.Get(c, self)))).ConfigureAwait(false);
            writer.Void();
        });

    private static bool IsMap(XenField field) => field.Type.StartsWith("map<", StringComparison.Ordinal);

    // The key (0) or value (1) type of map<K,V>, or the item type (0) of set<T>; K is never a compound.
    private static string Part(XenField field, int index)
    {
        var inner = field.Type[4..^1];
        return IsMap(field) ? inner.Split(',', 2)[index] : inner;
    }
}
