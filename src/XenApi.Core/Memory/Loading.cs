using System.Text.Json;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Memory;

/// <summary>
/// Makes the first snapshot of a start from the rows of the journal. Rows hold no inverse sets and no metrics: the
/// sets are gathered from those who refer, and metrics that are referred to begin with their defaults.
/// </summary>
internal sealed class Loading
{
    private readonly Dictionary<Guid, XenObject>[] objects = [.. XenModel.Classes.Select(_ => new Dictionary<Guid, XenObject>())];
    private readonly Dictionary<(int Class, int Link), Dictionary<Guid, List<Guid>>> referrers = [];
    private readonly JsonValueReader reader = new(default);

    /// <summary>Takes a row.</summary>
    internal void Take(string className, ReadOnlyMemory<byte> body)
    {
        var c = XenModel.Class(className)
            ?? throw new JournalException($"The journal has objects of a class {className} that this version does not know; a newer version may have written it.");
        try
        {
            reader.Reset(body);
            var read = c.Read(reader, ReadScope.Row);
            objects[c.Index].Add(read.Id, read);
        }
        catch (Exception e) when (e is JsonException or ApiError or InvalidDataException or ArgumentException)
        {
            throw new JournalException($"The journal has a row of the class {className} that cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The snapshot of all rows.</summary>
    internal Snapshot Finish(long generation)
    {
        foreach (var c in XenModel.Classes)
        {
            foreach (var reference in c.References)
            {
                Gather(c, reference, XenModel.Classes[reference.Target]);
            }
        }

        foreach (var ((c, link), gathered) in referrers)
        {
            foreach (var (id, who) in gathered)
            {
                objects[c][id] = objects[c][id].WithLinks(link, who);
            }
        }

        return new(generation, [.. objects.Select(all => Table.Of(all.Values))]);
    }

    private void Gather(XenClass c, XenReference reference, XenClass target)
    {
        if (target.Keeping == Keeping.Elsewhere || objects[c.Index].Count == 0)
        {
            return;
        }

        var gathered = new Dictionary<Guid, List<Guid>>();
        foreach (var (referrer, found) in objects[c.Index])
        {
            if (reference.One is { } one)
            {
                Link(one(found), referrer);
                continue;
            }

            foreach (var id in reference.Many!(found))
            {
                Link(id, referrer);
            }
        }

        referrers.Add((reference.Target, reference.Link), gathered);

        void Link(Guid? id, Guid referrer)
        {
            if (id is not { } known)
            {
                return;
            }

            if (!objects[target.Index].ContainsKey(known))
            {
                objects[target.Index][known] = target.Keeping == Keeping.Memory
                    ? target.Make(known)
                    : throw new JournalException($"The journal is damaged: the {c.Name} {referrer} refers by {reference.Field} to a {target.Name} {known} that is not there.");
            }

            (gathered.TryGetValue(known, out var who) ? who : gathered[known] = []).Add(referrer);
        }
    }
}
