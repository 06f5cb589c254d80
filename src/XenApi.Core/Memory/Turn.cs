namespace XenApi.Core.Memory;

/// <summary>What a thread of the store does next with a batch.</summary>
internal enum Turn
{
    /// <summary>Run the functions of commits that wait.</summary>
    Draft,

    /// <summary>Give the journal the rows that are ready.</summary>
    Write,

    /// <summary>Have the journal keep the batch, which is whole.</summary>
    Keep,
}
