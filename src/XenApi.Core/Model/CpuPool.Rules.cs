using System.Buffers;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <content>The rules that a pool keeps.</content>
public sealed partial record CpuPool
{
    private static readonly SearchValues<char> NameLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/+-");

    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        var was = (CpuPool?)before;
        if (NameLabel != was?.NameLabel)
        {
            CheckName(changes);
        }

        if (Ncpu < 1)
        {
            throw Errors.ParameterError("ncpu must be 1 at least");
        }

        if (ProposedCpus.FirstOrDefault(cpu => !IsNumber(cpu)) is { } wrong)
        {
            throw Errors.ParameterError($"proposed_CPUs holds {Collections.Shortened(wrong)}, which is no number of a CPU");
        }

        if (was is { Activated: true } && Activated && (SchedPolicy != was.SchedPolicy || !ProposedCpus.Equals(was.ProposedCpus)))
        {
            throw Errors.PoolBadState("activated");
        }
    }

    /// <summary>The name as a pool can have it: what is not allowed in it becomes a hyphen.</summary>
    internal static string Allowed(string name) =>
        name.Length == 0 ? "Pool" : string.Concat(name.Select(c => NameLetters.Contains(c) ? c : '-'));

    // Numbers come back as clients expect them, without zeros before them, so that one CPU has one name.
    private static bool IsNumber(string cpu) =>
        cpu.Length is > 0 and <= 5 && cpu.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 && (cpu.Length == 1 || cpu[0] != '0');

    private void CheckName(Changes changes)
    {
        if (NameLabel.Length == 0 || NameLabel.AsSpan().IndexOfAnyExcept(NameLetters) >= 0)
        {
            throw Errors.ParameterError("name_label must be made of letters, digits and _ . : / + -");
        }

        if (changes.All<CpuPool>().Any(other => other.Id != Id && other.NameLabel == NameLabel))
        {
            throw Errors.ParameterError($"another pool has the name {Collections.Shortened(NameLabel)}");
        }
    }
}
