namespace Hypervisor.Native.Moving;

/// <summary>A domain that leaves its host.</summary>
internal interface IDeparture
{
    /// <summary>Sends its memory; at the end its virtual CPUs stand.</summary>
    Task StreamAsync(Peer to, IProgress<double> progress, CancellationToken cancelled);

    /// <summary>From now on the other host may run it: it must not go on here by itself, not even after a restart of the server.</summary>
    Task LeaveAsync();

    /// <summary>It stays: it is as it was, and runs on.</summary>
    Task StayAsync();

    /// <summary>It runs on the other host: what is here ends.</summary>
    Task EndAsync();
}
