using XenApi.Core.Calls;
using XenApi.Core.Declarations;

namespace Cim.Provider.Operations;

/// <summary>Who may change the schema, and what is declared in it.</summary>
internal static class SchemaRight
{
    /// <summary>Refuses who may not.</summary>
    public static void Check(Caller caller)
    {
        if (caller.Session.Role < Role.PoolAdmin)
        {
            throw new CimException(CimStatus.AccessDenied, "Only an administrator may change the schema.");
        }
    }
}
