namespace Hypervisor.Native.Moving;

/// <summary>A domain that comes to its host.</summary>
internal interface IArrival
{
    /// <summary>Looks whether it can come, by its configuration, and makes room; what it cannot is thrown.</summary>
    Task PrepareAsync(string config);

    /// <summary>Makes it of what comes, without letting it run; of one that fails nothing is left.</summary>
    Task BuildAsync(Peer from, CancellationToken cancelled);

    /// <summary>It is this host's: it runs.</summary>
    Task<Domain> BeginAsync();

    /// <summary>It is the other host's: what is here ends.</summary>
    Task EndAsync();
}
