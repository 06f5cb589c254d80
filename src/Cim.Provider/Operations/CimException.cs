namespace Cim.Provider.Operations;

/// <summary>An error that the client must know: a status of CIM, and what to do about it in words.</summary>
public sealed class CimException(CimStatus status, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The status.</summary>
    public CimStatus Status { get; } = status;
}
