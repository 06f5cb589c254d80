namespace XenApi.Core.Declarations;

/// <summary>The messages that a class has because it is a class; getters and setters come from its fields.</summary>
[Flags]
public enum Implicit
{
    /// <summary>No implicit message.</summary>
    None = 0,

    /// <summary><c>get_record</c>.</summary>
    Record = 1,

    /// <summary><c>get_by_uuid</c>.</summary>
    ByUuid = 2,

    /// <summary><c>get_all</c>.</summary>
    All = 4,

    /// <summary><c>get_all_records</c>.</summary>
    AllRecords = 8,

    /// <summary><c>get_by_name_label</c>.</summary>
    ByName = 16,

    /// <summary><c>create</c>.</summary>
    Create = 32,

    /// <summary><c>destroy</c>.</summary>
    Destroy = 64,

    /// <summary>What every class of objects can be asked.</summary>
    Reading = Record | ByUuid | All | AllRecords,
}
