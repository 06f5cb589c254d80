using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Memory;

/// <summary>One step of a commit, for the store and for <see cref="NaiveState"/> alike.</summary>
/// <param name="Kind">What is done: 0 and 1 put, 2 removes, 3 samples, 4 throws.</param>
/// <param name="Class">Which of <see cref="Classes"/>.</param>
/// <param name="Id">Which object of the class.</param>
/// <param name="A">A reference or value.</param>
/// <param name="B">Another.</param>
/// <param name="IsForgiven">Whether the function goes on when the step is refused.</param>
internal sealed record Step(int Kind, int Class, int Id, int A, int B, bool IsForgiven)
{
    /// <summary>Classes that hardware decides on: they have references of every kind, and no rules that clients must obey.</summary>
    public static readonly XenClass[] Classes =
        [Host.Descriptor, HostMetrics.Descriptor, PscsiHba.Descriptor, Pscsi.Descriptor, HostCpu.Descriptor, CpuPool.Descriptor];

    private XenClass Of => Classes[Class];

    private Guid Identity => Number(Class, Id);

    public void Apply(Changes changes)
    {
        try
        {
            switch (Kind)
            {
                case 0 or 1:
                    changes.Put(Changed(changes.Find(Of, Identity) ?? Of.Make(Identity)));
                    break;
                case 2:
                    changes.Delete(Of, Identity);
                    break;
                case 3:
                    changes.PutQuietly(Sampled(changes.Find(Of, Identity) ?? Of.Make(Identity)));
                    break;
                default:
                    throw Errors.OperationNotAllowed();
            }
        }
        catch (ApiError) when (IsForgiven)
        {
        }
    }

    public bool Apply(Dictionary<(XenClass Class, Guid Id), XenObject> objects, HashSet<(XenClass, Guid)> loud)
    {
        var key = (Of, Identity);
        var present = objects.GetValueOrDefault(key);
        switch (Kind)
        {
            case 0 or 1:
                var after = Changed(present ?? Of.Make(Identity));
                var old = present is null ? [] : NaiveState.References(present).ToHashSet();
                if (NaiveState.References(after).Any(r => !old.Contains(r) && !objects.ContainsKey((r.Target, r.Id))))
                {
                    return false;
                }

                if (!Equals(after, present))
                {
                    loud.Add(key);
                }

                objects[key] = after;
                return true;
            case 2:
                loud.Add(key);
                return objects.Remove(key);
            case 3:
                if (present is not null)
                {
                    objects[key] = Sampled(present);
                }

                return true;
            default:
                return false;
        }
    }

    private static Guid Number(int c, int id) => new(c + 1, (short)id, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    // 0 is none.
    private static Ref<T> To<T>(int c, int id)
        where T : XenObject => id == 0 ? default : new(Number(c, id - 1));

    private XenObject Changed(XenObject o) => o switch
    {
        Host host => host with { NameLabel = $"name {A}", Metrics = To<HostMetrics>(1, B) },
        HostMetrics metrics => metrics with { MemoryTotal = A },
        PscsiHba hba => hba with { Host = To<Host>(0, A) },
        Pscsi device => device with { Host = To<Host>(0, A), Hba = To<PscsiHba>(2, B) },
        HostCpu cpu => cpu with { Host = To<Host>(0, A), CpuPool = Set.Of(Enumerable.Range(0, 3).Where(i => (B & (1 << i)) != 0).Select(i => To<CpuPool>(5, i + 1))) },
        CpuPool pool => pool with { NameLabel = $"pool{Id}", NameDescription = $"{A}" },
        _ => throw new InvalidOperationException(),
    };

    private XenObject Sampled(XenObject o) => o switch
    {
        Host host => host with { NameDescription = $"sampled {A}" },
        HostMetrics metrics => metrics with { MemoryFree = A },
        PscsiHba hba => hba with { PhysicalHost = A },
        Pscsi device => device with { TypeId = A },
        HostCpu cpu => cpu with { Number = A },
        CpuPool pool => pool with { OtherConfig = Map.Of(("sampled", $"{A}")) },
        _ => throw new InvalidOperationException(),
    };
}
