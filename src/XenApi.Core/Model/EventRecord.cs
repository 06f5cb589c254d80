using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A change to an object, as told to one session.</summary>
[XenClass("event", "A change to an object, as told to one session.",
    Documented = Implicit.None, Undocumented = Implicit.None, HasUuid = false, Keeping = Keeping.Elsewhere)]
public sealed partial record EventRecord : XenObject
{
    [Field("id", Access.StaticReadOnly, "The number of the event in its session, rising by one from 1.", Documented = Accessors.None)]
    public long EventId { get; init; }

    [Field("timestamp", Access.StaticReadOnly, "When the change was committed, in UTC.", Documented = Accessors.None)]
    public DateTimeOffset Timestamp { get; init; }

    [Field("class", Access.StaticReadOnly, "The class of the object.", Documented = Accessors.None)]
    public string ClassName { get; init; } = "";

    [Field("operation", Access.StaticReadOnly, "What happened to it.", Documented = Accessors.None)]
    public EventOperation Operation { get; init; }

    [Field("ref", Access.StaticReadOnly, "The reference of the object.", Documented = Accessors.None)]
    public string Ref { get; init; } = "";

    [Field("obj_uuid", Access.StaticReadOnly, "The UUID of the object.", Documented = Accessors.None)]
    public string ObjUuid { get; init; } = "";
}
