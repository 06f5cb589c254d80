namespace Hypervisor.Native;

/// <summary>What a guest reports of itself, under the names that the guest agents use.</summary>
/// <param name="OsVersion">Its operating system: name, distro, major, minor, uname.</param>
/// <param name="DriversVersion">Its paravirtual drivers: major, minor, micro, build.</param>
/// <param name="Memory">Its view of its memory: total, free, in bytes.</param>
/// <param name="Disks">Its view of its disks.</param>
/// <param name="Networks">Its addresses: 0/ip and so on.</param>
/// <param name="Other">Whatever else it reports.</param>
public sealed record GuestReport(
    IReadOnlyDictionary<string, string> OsVersion, IReadOnlyDictionary<string, string> DriversVersion, IReadOnlyDictionary<string, string> Memory,
    IReadOnlyDictionary<string, string> Disks, IReadOnlyDictionary<string, string> Networks, IReadOnlyDictionary<string, string> Other);
