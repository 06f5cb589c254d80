namespace Hypervisor.Native.Simulated;

/// <summary>The devices of a usual server, for a host whose devices are not told.</summary>
internal static class UsualDevices
{
    private static readonly NumberedName Intel = new(0x8086, "Intel Corporation");
    private static readonly NumberedName Broadcom = new(0x1000, "Broadcom / LSI");

    /// <summary>Its PCI devices.</summary>
    public static IReadOnlyList<SimulatedPci> Pcis { get; } =
    [
        new("0000:00:1f.2", Intel, new(0x8d02, "C610/X99 series chipset 6-Port SATA Controller [AHCI mode]"), new(0x0106, "SATA controller"))
        {
            Revision = 5, Driver = "ahci",
        },
        new("0000:03:00.0", Broadcom, new(0x005d, "MegaRAID SAS-3 3108 [Invader]"), new(0x0104, "RAID bus controller"))
        {
            Revision = 2, Driver = "megaraid_sas", Subsystem = new(0x9361, "MegaRAID SAS 9361-8i"),
        },
        new("0000:05:00.0", Intel, new(0x1521, "I350 Gigabit Network Connection"), new(0x0200, "Ethernet controller"))
        {
            Revision = 1, Driver = "igb",
        },
        new("0000:05:00.1", Intel, new(0x1521, "I350 Gigabit Network Connection"), new(0x0200, "Ethernet controller"))
        {
            Revision = 1, Driver = "igb",
        },
        new("0000:06:00.0", Intel, new(0x10fb, "82599ES 10-Gigabit SFI/SFP+ Network Connection"), new(0x0200, "Ethernet controller")) { Revision = 1 },
        new("0000:06:00.1", Intel, new(0x10fb, "82599ES 10-Gigabit SFI/SFP+ Network Connection"), new(0x0200, "Ethernet controller")) { Revision = 1 },
    ];

    /// <summary>Its SCSI devices.</summary>
    public static IReadOnlyList<SimulatedScsi> Scsis { get; } =
    [
        new("0:2:0:0", "AVAGO", "SMC3108") { BlockDevice = "sda", GenericDevice = "sg0", Revision = "4.68" },
        new("0:2:1:0", "AVAGO", "SMC3108") { BlockDevice = "sdb", GenericDevice = "sg1", Revision = "4.68" },
        new("1:0:0:0", "IBM", "ULTRIUM-HH6") { Type = new(1, "tape"), GenericDevice = "sg2", Revision = "G9P1" },
        new("1:0:1:0", "IBM", "3573-TL") { Type = new(8, "medium changer"), GenericDevice = "sg3", Revision = "F.11" },
    ];
}
