using Hypervisor.Native;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>The objects that are always there: the SRs that clients look up, the connections of hosts to them, and where saved memory goes.</summary>
internal sealed class StorageOpening(Engine engine, StorageTypes types)
{
    /// <summary>Makes sure of them; answers the SR that is taken where a client names none.</summary>
    public Ref<Sr> Write(Changes changes)
    {
        var made = types.Classic.Select(type => Present(changes, type)).ToList();
        SetDefaults(changes, made[0]);
        return made[0];
    }

    private Ref<Sr> Present(Changes changes, ClassicType type)
    {
        var known = changes.All<Sr>().FirstOrDefault(sr => sr.Type == type.Name);
        if (known is null)
        {
            known = type.First(NamedUuid.Of(engine.ThisHost.Id!.Value, $"sr {type.Name}"));
            changes.Put(known);
        }

        var sr = new Ref<Sr>(known.Id);
        foreach (var place in engine.Hosts.All)
        {
            var connection = new Ref<Pbd>(NamedUuid.Of(known.Id, $"pbd {place.Host}"));
            var present = changes.Find(connection) ?? new Pbd { Id = connection.Id!.Value, Host = place.Host, Sr = sr };
            changes.Put(present with { DeviceConfig = Map.Of(("location", type.Directory)) });
        }

        return sr;
    }

    private void SetDefaults(Changes changes, Ref<Sr> local)
    {
        foreach (var host in engine.Hosts.All.Select(place => changes.Get(place.Host)))
        {
            changes.Put(host with
            {
                SuspendImageSr = host.SuspendImageSr.IsNull ? local : host.SuspendImageSr,
                CrashDumpSr = host.CrashDumpSr.IsNull ? local : host.CrashDumpSr,
            });
        }
    }
}
