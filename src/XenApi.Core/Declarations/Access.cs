namespace XenApi.Core.Declarations;

/// <summary>Who may write a field: the qualifiers ROrun, ROins and RW of the Xen API.</summary>
public enum Access
{
    /// <summary>Computed by the server (ROrun).</summary>
    ReadOnly,

    /// <summary>Given when the object is created, fixed afterwards (ROins).</summary>
    StaticReadOnly,

    /// <summary>Settable at any time (RW).</summary>
    ReadWrite,
}
