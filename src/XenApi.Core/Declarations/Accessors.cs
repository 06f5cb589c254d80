namespace XenApi.Core.Declarations;

/// <summary>The messages that follow from a field.</summary>
[Flags]
public enum Accessors
{
    /// <summary>None: the field is only seen inside a record.</summary>
    None = 0,

    /// <summary><c>get_</c>.</summary>
    Get = 1,

    /// <summary><c>set_</c>.</summary>
    Set = 2,

    /// <summary><c>add_to_</c> and <c>remove_from_</c>.</summary>
    AddRemove = 4,

    /// <summary>All that the field's type and qualifier allow.</summary>
    All = Get | Set | AddRemove,
}
