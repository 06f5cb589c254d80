using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>The names of disks and drives in a machine: xvda, xvdb1, hdc, sda.</summary>
internal static class DiskNames
{
    private const int Letters = 26;
    private const int LettersMost = 2;
    private const int DigitsMost = 3;

    // What the disk back ends of Xen count to, far beyond what guests do.
    private const int DisksMost = 256;

    private static readonly string[] Prefixes = ["xvd", "hd", "sd", "fd"];

    // An emulated controller has four places, and systems look for their CD in the third.
    private static readonly string[] EmulatedDisks = ["hda", "hdb", "hdc", "hdd"];
    private static readonly string[] EmulatedDrives = ["hdc", "hdd", "hdb", "hda"];

    /// <summary>The first name that no disk of the machine has.</summary>
    public static string Free(Vm vm, VbdType type, Changes changes)
    {
        var taken = vm.Vbds.Select(vbd => Whole(changes.Get(vbd).Device)).ToHashSet();
        var emulated = vm.HvmBootPolicy.Length == 0 ? [] : type == VbdType.Cd ? EmulatedDrives : EmulatedDisks;
        return emulated.Concat(Enumerable.Range(0, DisksMost).Select(Paravirtual)).FirstOrDefault(name => !taken.Contains(name))
            ?? throw Errors.ValueNotSupported("VBD.device", "", "the machine has all the disks that it can have");
    }

    /// <summary>Refuses a name that is no name of a disk, or that another disk of the machine has.</summary>
    public static void Check(Vbd vbd, Vm vm, Changes changes)
    {
        if (!IsName(vbd.Device))
        {
            throw Errors.ValueNotSupported("VBD.device", Collections.Shortened(vbd.Device), "must be a name such as xvda, xvdb1, hdc or sda");
        }

        foreach (var other in vm.Vbds)
        {
            if (other.Id != vbd.Id && changes.Get(other).Device == vbd.Device)
            {
                throw Errors.DeviceExists(vbd.Device);
            }
        }
    }

    private static bool IsName(string device)
    {
        var prefix = Prefixes.FirstOrDefault(p => device.StartsWith(p, StringComparison.Ordinal));
        if (prefix is null)
        {
            return false;
        }

        var rest = device.AsSpan(prefix.Length);
        var letters = rest.IndexOfAnyExceptInRange('a', 'z') is var end and >= 0 ? end : rest.Length;
        var digits = rest[letters..];
        return letters is > 0 and <= LettersMost && digits.Length <= DigitsMost && !digits.ContainsAnyExceptInRange('0', '9');
    }

    // A disk whose partition is in use is in use.
    private static string Whole(string device) => device.TrimEnd("0123456789".ToCharArray());

    private static string Paravirtual(int number) =>
        number < Letters ? $"xvd{Letter(number)}" : $"xvd{Letter((number / Letters) - 1)}{Letter(number % Letters)}";

    private static char Letter(int number) => (char)('a' + number);
}
