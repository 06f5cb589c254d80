using Hypervisor.Native;
using Hypervisor.Native.Linux;

namespace XenCim.Tests.Hypervisor;

/// <summary>Who a host is, as far as Linux knows.</summary>
public sealed class LinuxIdentityTests : IDisposable
{
    private const string Board = "sys/class/dmi/id/product_uuid";
    private const string System = "etc/machine-id";

    private readonly LinuxTree tree = LinuxTree.Server();
    private readonly LinuxTree state = new();

    public void Dispose()
    {
        tree.Dispose();
        state.Dispose();
    }

    [Fact]
    public void It_is_the_board() =>
        Read().Should().Be(new HostIdentity(Guid.Parse("4c4c4544-0051-3210-8052-b4c04f4d4732"), "xen1", "0f3c8e7a-5b1d-4c7e-9a55-3a9f1f1f6d10"));

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("03000200-0400-0500-0006-000700080009")]
    [InlineData("11111111-2222-1111-2222-111111111111")]
    [InlineData("Not Settable")]
    [InlineData("")]
    public void A_board_that_has_no_identity_is_passed_over(string told)
    {
        var system = FromSystem();
        tree.Put(Board, $"{told}\n");
        Read().Id.Should().Be(system);
    }

    [Fact]
    public void What_follows_from_the_system_does_not_show_it()
    {
        var id = FromSystem();
        id.Should().Be(FromSystem()).And.Be(Guid.Parse("c98ddfd4-64e0-8869-a90d-a580ec50c2b2"));
        id.Version.Should().Be(8);
        tree.Put(System, "4d1219c7c4c5404aaa1f6d2a48adfda4\n");
        Read().Id.Should().NotBe(id);
    }

    [Theory]
    [InlineData("uninitialized")]
    [InlineData("00000000000000000000000000000000")]
    public void A_host_that_has_none_gets_one_that_stays(string told)
    {
        tree.Without(Board).Put(System, $"{told}\n");
        var id = Read().Id;
        Read().Id.Should().Be(id).And.NotBe(Guid.Empty);
        File.ReadAllText(Path.Combine(state.Root, "deep", HostIdentity.KeptFile)).Should().Be($"{id}\n");
    }

    [Fact]
    public void A_damaged_file_is_told()
    {
        tree.Without(Board).Without(System);
        state.Put($"deep/{HostIdentity.KeptFile}", "my host");
        FluentActions.Invoking(Read).Should().Throw<HypervisorException>().WithMessage("*host-id has no UUID in it. Write the identity of this host there, or remove it*");
    }

    [Fact]
    public void A_state_directory_that_cannot_be_written_is_told()
    {
        tree.Without(Board).Without(System);
        state.Put("deep", "a file");
        FluentActions.Invoking(Read).Should().Throw<HypervisorException>().WithMessage("The identity of the host cannot be kept in *host-id: *");
    }

    [Fact]
    public void A_host_without_proc_is_told()
    {
        tree.Without("proc/sys/kernel/random/boot_id");
        FluentActions.Invoking(Read).Should().Throw<HypervisorException>().WithMessage("*boot_id cannot be read; is /proc mounted?");
    }

    private HostIdentity Read() => HostIdentity.Read(tree.Root, Path.Combine(state.Root, "deep"));

    private Guid FromSystem()
    {
        tree.Without(Board);
        return Read().Id;
    }
}
