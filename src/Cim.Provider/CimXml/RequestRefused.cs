namespace Cim.Provider.CimXml;

/// <summary>A message that is refused by HTTP: a status, the value of the header CIMError where there is one, and why (DSP0200, Use of status codes).</summary>
internal sealed class RequestRefused(int status, string? cimError, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The status of HTTP.</summary>
    public int Status { get; } = status;

    /// <summary>The value of CIMError; null where the header is not sent.</summary>
    public string? CimError { get; } = cimError;

    /// <summary>A document that does not follow the grammar.</summary>
    public static RequestRefused NotValid(string message, Exception? cause = null) => new(400, "request-not-valid", message, cause);

    /// <summary>Headers that say something else than the document.</summary>
    public static RequestRefused Mismatch(string message) => new(400, "header-mismatch", message);
}
