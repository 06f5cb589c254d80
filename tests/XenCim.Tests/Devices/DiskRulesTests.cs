using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Devices;

public sealed class DiskRulesTests
{
    [Theory]
    [InlineData("", VbdType.Disk, "xvda,xvdb,xvdc,xvdd,xvde")]
    [InlineData("BIOS order", VbdType.Disk, "hda,hdb,hdc,hdd,xvda")]
    [InlineData("BIOS order", VbdType.Cd, "hdc,hdd,hdb,hda,xvda")]
    public void A_disk_without_a_name_gets_the_next_one(string bootPolicy, VbdType type, string names)
    {
        var draft = new Draft(bootPolicy);
        var image = draft.AddImage();

        var given = names.Split(',').Select(_ => Add(draft, image, "", type).Device);

        given.Should().Equal(names.Split(','));
    }

    [Fact]
    public void Names_go_on_after_z_and_a_partition_takes_its_whole_disk()
    {
        var draft = new Draft();
        var image = draft.AddImage();
        Add(draft, image, "xvda1");

        var given = Enumerable.Range(0, 27).Select(_ => Add(draft, image).Device).ToList();

        given.Should().StartWith("xvdb").And.EndWith("xvdab");
    }

    [Theory]
    [InlineData("xvda")]
    [InlineData("xvdb12")]
    [InlineData("hdc")]
    [InlineData("sdaa")]
    public void A_name_of_a_disk_is_taken(string device)
    {
        var draft = new Draft();

        Add(draft, draft.AddImage(), device).Device.Should().Be(device);
    }

    [Theory]
    [InlineData("xvd")]
    [InlineData("xvdA")]
    [InlineData("vda")]
    [InlineData("0")]
    [InlineData("hda-1")]
    [InlineData("xvda1234")]
    [InlineData("xvdabc")]
    public void What_is_no_name_of_a_disk_is_refused(string device)
    {
        var draft = new Draft();
        var image = draft.AddImage();

        FluentActions.Invoking(() => Add(draft, image, device)).Should().Throw<ApiError>().Where(e => e.Code == "VALUE_NOT_SUPPORTED");
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        var draft = new Draft();
        var image = draft.AddImage();
        Add(draft, image, "xvda");

        FluentActions.Invoking(() => Add(draft, image, "xvda")).Should().Throw<ApiError>()
            .Where(e => e.Code == "DEVICE_EXISTS_ERROR" && e.Parameters[0] == "xvda");
    }

    [Fact]
    public void An_image_that_nobody_may_write_to_is_not_written_to()
    {
        var draft = new Draft();
        var image = draft.AddImage(isReadOnly: true);

        FluentActions.Invoking(() => Add(draft, image, mode: VbdMode.ReadWrite)).Should().Throw<ApiError>().Where(e => e.Code == "VALUE_NOT_SUPPORTED");
        Add(draft, image, mode: VbdMode.ReadOnly).Vdi.Should().Be(image);
    }

    [Fact]
    public void An_algorithm_that_the_disk_cannot_use_is_refused()
    {
        var draft = new Draft();
        var disk = Add(draft, draft.AddImage());

        FluentActions.Invoking(() => draft.Put(disk with { QosAlgorithmType = "ionice" })).Should().Throw<ApiError>()
            .Where(e => e.Code == "VALUE_NOT_SUPPORTED" && e.Parameters[0] == "VBD.qos_algorithm_type");
    }

    [Theory]
    [InlineData(VbdMode.ReadWrite, VbdMode.ReadWrite, false, true)]
    [InlineData(VbdMode.ReadWrite, VbdMode.ReadOnly, false, true)]
    [InlineData(VbdMode.ReadOnly, VbdMode.ReadWrite, false, true)]
    [InlineData(VbdMode.ReadOnly, VbdMode.ReadOnly, false, false)]
    [InlineData(VbdMode.ReadWrite, VbdMode.ReadWrite, true, false)]
    public void An_image_has_many_readers_or_one_writer_unless_it_is_sharable(VbdMode first, VbdMode second, bool isSharable, bool isRefused)
    {
        var draft = new Draft();
        var other = draft.AddVm("other");
        var image = draft.AddImage(isSharable);
        Add(draft, image, mode: first);
        Add(draft, image, mode: second, vm: other);

        AttachedDevices.Claim(draft.Changes, draft.Vm);
        var claim = FluentActions.Invoking(() => AttachedDevices.Claim(draft.Changes, other));

        if (isRefused)
        {
            claim.Should().Throw<ApiError>().Where(e => e.Code == "VDI_IN_USE" && e.Parameters[0] == image.ToString());
        }
        else
        {
            claim.Should().NotThrow();
        }
    }

    [Fact]
    public void A_claim_ends_when_the_machine_halts_and_not_when_it_sleeps()
    {
        var draft = new Draft();
        var other = draft.AddVm("other");
        var image = draft.AddImage();
        Add(draft, image, mode: VbdMode.ReadWrite);
        Add(draft, image, mode: VbdMode.ReadWrite, vm: other);
        AttachedDevices.Claim(draft.Changes, draft.Vm);

        draft.Put(draft.Machine with { PowerState = VmPowerState.Suspended });
        AttachedDevices.See(draft.Changes, draft.Vm, null);
        FluentActions.Invoking(() => AttachedDevices.Claim(draft.Changes, other)).Should().Throw<ApiError>().Where(e => e.Code == "VDI_IN_USE");

        draft.Put(draft.Machine with { PowerState = VmPowerState.Halted });
        AttachedDevices.See(draft.Changes, draft.Vm, null);
        FluentActions.Invoking(() => AttachedDevices.Claim(draft.Changes, other)).Should().NotThrow();
    }

    private static Vbd Add(
        Draft draft, Ref<Vdi> image, string device = "", VbdType type = VbdType.Disk, VbdMode mode = VbdMode.ReadOnly, Ref<Vm>? vm = null)
    {
        var made = new Vbd { Id = Guid.NewGuid(), Vm = vm ?? draft.Vm, Vdi = image, Device = device, Type = type, Mode = mode };
        DiskPlug.Instance.Add(draft.Changes, made);
        return draft.Changes.Get(new Ref<Vbd>(made.Id));
    }
}
