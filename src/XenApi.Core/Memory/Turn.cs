namespace XenApi.Core.Memory;

/// <summary>What the journal has to do with a batch.</summary>
internal enum Turn
{
    /// <summary>Give the journal the rows that are ready, and apply the commits.</summary>
    Write,

    /// <summary>Have the journal keep the batch, which is whole.</summary>
    Keep,
}
