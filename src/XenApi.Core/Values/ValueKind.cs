namespace XenApi.Core.Values;

/// <summary>The shapes a value can have on any wire.</summary>
public enum ValueKind
{
    /// <summary>There is no further value.</summary>
    End,

    /// <summary>Nothing (<c>nil</c>, <c>null</c>).</summary>
    Null,

    /// <summary>Text; numbers of the API travel as text too.</summary>
    String,

    /// <summary>A whole number.</summary>
    Int,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A moment in UTC.</summary>
    DateTime,

    /// <summary>A list of values.</summary>
    Set,

    /// <summary>Values under keys: a map or a record.</summary>
    Map,
}
