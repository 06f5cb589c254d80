namespace XenApi.Core.Declarations;

/// <summary>
/// The revisions of the classic Xen Management API in which something was added. A listener serves one of
/// them: what is newer does not exist for its clients.
/// </summary>
public enum ApiVersion
{
    /// <summary>0.9.0, April 2007.</summary>
    V0_9_0,

    /// <summary>1.0.0, April 2007.</summary>
    V1_0_0,

    /// <summary>1.0.2: the power state Crashed.</summary>
    V1_0_2,

    /// <summary>1.0.10, January 2010: the last one.</summary>
    V1_0_10,

    /// <summary>1.0.10 and what Xend and its clients used beyond the document. The default.</summary>
    Xend,

    /// <summary>
    /// The dialect of XAPI, the classic API's heir, where it goes beyond it: fields under XAPI's names, with its types and
    /// qualifiers. No listener of the classic API shows them; the mapping of CIM reads them.
    /// </summary>
    Xapi,

    /// <summary>In no revision: what the server keeps for another door, shown by no listener of the Xen API.</summary>
    Unlisted,
}
