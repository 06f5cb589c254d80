using Hypervisor.Native;
using Hypervisor.Native.Linux;

namespace XenCim.Tests.Hypervisor;

/// <summary>PCI and SCSI devices as Linux knows them.</summary>
public sealed class LinuxDeviceTests : IDisposable
{
    private static readonly NumberedName Intel = new(0x8086, "Intel Corporation");
    private static readonly NumberedName Dell = new(0x1028, "Dell");

    private readonly LinuxTree tree = LinuxTree.Devices();

    public void Dispose() => tree.Dispose();

    [Fact]
    public void Pci_devices_have_the_names_of_the_list()
    {
        PciDevices.Read(tree.Root).Should().Equal(
            new PciFacts(
                0, 0, 0x1f, 2, Intel, new(0x8d02, "C610/X99 series chipset 6-Port SATA Controller [AHCI mode]"), 5, new(0x0106, "SATA controller"), Dell,
                new(0x0600, ""), "ahci"),
            new PciFacts(
                0, 3, 0, 0, new(0x1000, "Broadcom / LSI"), new(0x005d, "MegaRAID SAS-3 3108 [Invader]"), 2, new(0x0104, "RAID bus controller"), Dell,
                new(0x1f49, "PERC H730 Mini"), "megaraid_sas"),
            new PciFacts(
                0, 5, 0, 0, Intel, new(0x1521, "I350 Gigabit Network Connection"), 1, new(0x0200, "Ethernet controller"), Dell,
                new(0x1f60, "Gigabit 4P I350-t rNDC"), "igb"),
            new PciFacts(0, 6, 0, 1, new(0x1234, ""), new(0x5678, ""), 1, new(0x0300, ""), Intel, new(0, ""), "pciback"),
            new PciFacts(
                0x10000, 0xe1, 0, 0, Intel, new(0x1521, "I350 Gigabit Network Connection"), 1, new(0x0c03, "Serial bus controller"), Intel, new(0, ""), ""));
    }

    [Fact]
    public void The_other_place_of_the_list_will_do()
    {
        Directory.Move(Path.Combine(tree.Root, "usr/share/misc"), Path.Combine(tree.Root, "usr/share/hwdata"));
        PciDevices.Read(tree.Root)[0].Vendor.Should().Be(Intel);
    }

    [Fact]
    public void Without_the_list_devices_have_numbers()
    {
        tree.Without("usr/share/misc/pci.ids");
        PciDevices.Read(tree.Root).Select(pci => pci.Vendor).Should().Equal(new(0x8086, ""), new(0x1000, ""), new(0x8086, ""), new(0x1234, ""), new(0x8086, ""));
    }

    [Fact]
    public void A_damaged_list_names_what_it_can()
    {
        tree.Put("usr/share/misc/pci.ids", [.. "8086  Int\xff\n\t\n\t\t\n\t15\nC \nC zz\n\t\tzz\n"u8, .. new byte[40_000], .. "\n1028 Dell\n8086"u8]);
        var pci = PciDevices.Read(tree.Root)[0];
        pci.SubsystemVendor.Should().Be(Dell);
        pci.Class.Should().Be(new NumberedName(0x0106, ""));
    }

    [Fact]
    public void A_device_that_goes_while_it_is_read_is_left_out()
    {
        tree.Without("sys/bus/pci/devices/0000:05:00.0/device").Put("sys/bus/pci/devices/slots/x", "");
        PciDevices.Read(tree.Root).Select(pci => pci.Address).Should().Equal("0000:00:1f.2", "0000:03:00.0", "0000:06:00.1", "10000:e1:00.0");
    }

    [Fact]
    public void Scsi_devices_are_read()
    {
        byte[] page = [1, 0x80, 0, 10, .. " 1068004712"u8];
        tree.Put("sys/class/scsi_device/1:0:0:0/device/vpd_pg80", page);
        ScsiDevices.Read(tree.Root).Should().Equal(
            new ScsiFacts(0, 2, 0, 0, "AVAGO", "SMC3108", new(0, "disk"), "sda", "sg0", "4.68", "3600605b00d9ac0f01f5fd2ba0fa2d6b5", 6),
            new ScsiFacts(1, 0, 0, 0, "IBM", "ULTRIUM-HH6", new(1, "tape"), "", "sg2", "G9P1", "SIBM_ULTRIUM-HH6_106800471", 7),
            new ScsiFacts(2, 0, 0, 0, "ATA", "Samsung SSD 850", new(0, "disk"), "sdb", "sg3", "2B6Q", "1ATA_Samsung_SSD_850_EVO_500GB_S2RANX0H612345", 6),
            new ScsiFacts(3, 0, 0, 1, "HL-DT-ST", "DVD-ROM DH40N", new(5, "cd/dvd"), "sr0", "sg4", "A401", "", 6));
    }

    [Theory]
    [InlineData("eui.0025385b71b0f2a1", "20025385b71b0f2a1")]
    [InlineData("scsi.iqn.2003-01.org:t1", "8iqn.2003-01.org:t1")]
    [InlineData("else", "else")]
    public void Identifiers_begin_with_their_kind(string told, string id)
    {
        tree.Put("sys/class/scsi_device/3:0:0:1/device/wwid", $"{told}\n");
        ScsiDevices.Read(tree.Root)[^1].ScsiId.Should().Be(id);
    }

    [Fact]
    public void A_serial_number_that_is_cut_off_or_no_text_does_no_harm()
    {
        byte[] cut = [1, 0x80, 0xff, 0xff, .. "A1"u8];
        byte[] noise = [1, 0x80, 0, 4, 1, 2, 3, 4];
        tree.Put("sys/class/scsi_device/1:0:0:0/device/vpd_pg80", cut).Put("sys/class/scsi_device/3:0:0:1/device/vpd_pg80", noise);
        var all = ScsiDevices.Read(tree.Root);
        all[1].ScsiId.Should().Be("SIBM_ULTRIUM-HH6_A1");
        all[3].ScsiId.Should().BeEmpty();
    }

    [Fact]
    public void A_host_without_devices_has_none()
    {
        using var bare = new LinuxTree();
        PciDevices.Read(bare.Root).Should().BeEmpty();
        ScsiDevices.Read(bare.Root).Should().BeEmpty();
    }

    [Fact]
    public void This_machine_can_be_read() =>
        PciDevices.Read("/").Should().HaveCount(Directory.Exists("/sys/bus/pci/devices") ? Directory.GetFileSystemEntries("/sys/bus/pci/devices").Length : 0);
}
