namespace XenApi.Core.Memory;

/// <summary>The journal cannot be read, or did not keep a batch. The message is for the operator.</summary>
public sealed class JournalException(string message, Exception? cause = null, bool isUnknown = false) : IOException(message, cause)
{
    /// <summary>Whether nobody can tell what is on disk: nothing more can be written until it is read anew.</summary>
    public bool IsUnknown => isUnknown;
}
