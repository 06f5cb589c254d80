namespace Hypervisor.Native.Simulated;

/// <summary>
/// Who uses which disk image, on all hosts of a world. As on Xen, an image that one domain writes to is nobody else's,
/// unless both say that it is shared.
/// </summary>
internal sealed class DiskLedger
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Uses> paths = new(StringComparer.Ordinal);

    /// <summary>Gives back some and takes others; where one cannot be had, nothing has changed.</summary>
    public void Move(IReadOnlyList<DiskConfig> before, IReadOnlyList<DiskConfig> after, bool isForced)
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        lock (gate)
        {
            Count(before, -1);
            for (var i = 0; i < after.Count; i++)
            {
                if (!isForced && after[i].Path.Length > 0 && paths.GetValueOrDefault(after[i].Path).Forbids(after[i]))
                {
                    Count(after.Take(i), -1);
                    Count(before, 1);
                    throw Refusal.Busy($"The disk image {after[i].Path} is in use{(after[i].IsReadOnly ? " for writing" : "")}.");
                }

                Count(after.Skip(i).Take(1), 1);
            }
        }
    }

    private void Count(IEnumerable<DiskConfig> disks, int by)
    {
        foreach (var disk in disks)
        {
            if (disk.Path.Length == 0)
            {
                continue;
            }

            var uses = paths.GetValueOrDefault(disk.Path).With(disk, by);
            if (uses == default)
            {
                paths.Remove(disk.Path);
            }
            else
            {
                paths[disk.Path] = uses;
            }
        }
    }

    private readonly record struct Uses(int All, int Writing, int Sharing, int WritingAndSharing)
    {
        public Uses With(DiskConfig disk, int by) => new(
            All + by,
            disk.IsReadOnly ? Writing : Writing + by,
            disk.IsShareable ? Sharing + by : Sharing,
            disk is { IsReadOnly: false, IsShareable: true } ? WritingAndSharing + by : WritingAndSharing);

        public bool Forbids(DiskConfig disk)
        {
            var others = disk.IsReadOnly ? Writing : All;
            return others > (disk.IsShareable ? disk.IsReadOnly ? WritingAndSharing : Sharing : 0);
        }
    }
}
