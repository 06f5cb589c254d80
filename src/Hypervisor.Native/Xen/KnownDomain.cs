namespace Hypervisor.Native.Xen;

/// <summary>What has been found out of a domain and stays so: it need not be asked for again.</summary>
internal sealed class KnownDomain
{
    /// <summary>What it is made of; null where that is to be read again.</summary>
    public DomainConfig? Config { get; set; }

    /// <summary>Counts the changes of its configuration: what was read before one is not kept.</summary>
    public int Turn { get; set; }

    /// <summary>Whether it was made here; null where nobody looked yet.</summary>
    public bool? IsOurs { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>Since when its guest has been seen down.</summary>
    public long? DownSince { get; set; }
}
