using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Calls;

/// <content>What every class of objects can be asked.</content>
internal static partial class ImplicitCalls
{
    private static Call GetRecord(XenClass c) => Declare(
        c, "get_record", "All fields of one object.", Role.ReadOnly, c, [Self(c)], $"record<{c.Name}>", hasAsync: true,
        (caller, self, _, _, writer) =>
        {
            caller.Snapshot.Get(c, self).WriteRecord(writer);
            return default;
        });

    private static Call GetByUuid(XenClass c) => Declare(
        c, "get_by_uuid", "The object that has the UUID.", Role.ReadOnly, null, [new("uuid", "string")], $"ref<{c.Name}>", hasAsync: true,
        (caller, _, reader, _, writer) =>
        {
            var text = reader.At("uuid").String();
            var found = Wire.TryRef(text, out var id) && id is { } known ? caller.Snapshot.Find(c, known) : null;
            writer.Ref((found ?? throw Errors.HandleInvalid(c.Name, Collections.Shortened(text))).Id);
            return default;
        });

    private static Call GetAll(XenClass c) => Declare(
        c, "get_all", "References to all objects of the class.", Role.ReadOnly, null, NoParameters, $"set<ref<{c.Name}>>", hasAsync: true,
        (caller, _, _, _, writer) =>
        {
            writer.BeginSet();
            foreach (var found in caller.Snapshot.All(c))
            {
                writer.Ref(found.Id);
            }

            writer.EndSet();
            return default;
        });

    private static Call GetAllRecords(XenClass c) => Declare(
        c, "get_all_records", "All objects of the class with all their fields, by reference.", Role.ReadOnly, null, NoParameters,
        $"map<ref<{c.Name}>,record<{c.Name}>>", hasAsync: true,
        (caller, _, _, _, writer) =>
        {
            writer.BeginMap();
            writer.Records(caller.Snapshot.All(c).ToArray());
            writer.EndMap();
            return default;
        });

    private static Call GetByNameLabel(XenClass c) => Declare(
        c, "get_by_name_label", "The objects that bear the name; several may.", Role.ReadOnly, null, [new("label", "string")],
        $"set<ref<{c.Name}>>", hasAsync: true,
        (caller, _, reader, _, writer) =>
        {
            writer.BeginSet();
            foreach (var named in caller.Snapshot.Named(c, reader.At("label").String()))
            {
                writer.Ref(named.Id);
            }

            writer.EndSet();
            return default;
        });

    private static Call Create(XenClass c) => Declare(
        c, "create", "Makes an object of the given fields.", c.Role, null, [new("args", $"record<{c.Name}>")], $"ref<{c.Name}>", hasAsync: true,
        async (caller, _, reader, _, writer) =>
        {
            var made = c.Read(reader.At("args"), ReadScope.Create);
            await caller.CommitAsync(changes => changes.Add(made)).ConfigureAwait(false);
            writer.Ref(made.Id);
        });

    private static Call Destroy(XenClass c) => Declare(
        c, "destroy", "Removes an object that nothing refers to.", c.Role, c, [Self(c)], "void", hasAsync: true,
        async (caller, self, _, _, writer) =>
        {
            await caller.CommitAsync(changes => changes.Delete(c, self)).ConfigureAwait(false);
            writer.Void();
        });
}
