using System.Globalization;
using XenCim.Tests.Clients;
using XenCim.Tests.Conformance;

namespace XenCim.Tests.Memory;

/// <summary>
/// One of the clients that write while the server is killed. It works on objects of its own, whose identities it chooses,
/// so it knows exactly what must be there: all that was acknowledged, and of the one call that was under way all or nothing.
/// </summary>
internal sealed class KilledWriter(int number, string sr, Random random)
{
    private const int ObjectsMost = 6;
    private const int Mark = 0x5eed0000;

    private Order? underWay;
    private int made;

    /// <summary>What was acknowledged.</summary>
    public List<Known> Facts { get; private set; } = [];

    /// <summary>Writes until the server is gone.</summary>
    public async Task WriteAsync(XenClient client, Action acknowledged)
    {
        while (true)
        {
            underWay = Next();
            try
            {
                await client.CallAsync(underWay.Method, underWay.Arguments);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return;
            }

            Facts = underWay.After;
            underWay = null;
            acknowledged();
        }
    }

    /// <summary>Compares what is there after a restart, and goes on from it.</summary>
    public void Compare(IEnumerable<Known> all)
    {
        var found = all.Where(fact => fact.Id.StartsWith((Mark + number).ToString("x8", CultureInfo.InvariantCulture), StringComparison.Ordinal)).ToHashSet();
        if (underWay is not null && found.SetEquals(underWay.After))
        {
            Facts = underWay.After;
        }
        else if (!found.SetEquals(Facts))
        {
            throw new Xunit.Sdk.XunitException(
                $"""
                Writer {number}, with {underWay?.Method ?? "nothing"} under way.
                Missing: {string.Join("; ", Facts.Except(found))}
                Too much: {string.Join("; ", found.Except(Facts))}
                """);
        }

        underWay = null;
    }

    private Order Next()
    {
        var orders = new List<Func<Order>>();
        var (vms, vdis, vbds) = (Of("VM"), Of("VDI"), Of("VBD"));
        if (vms.Count < ObjectsMost)
        {
            orders.Add(() => Create(new("VM", NewId(), $"machine {made}", "", ""), Furnishing.Machine($"machine {made}")));
        }

        if (vdis.Count < ObjectsMost)
        {
            orders.Add(() => Create(new("VDI", NewId(), $"disk {made}", sr, ""), new()
            {
                ["name_label"] = $"disk {made}", ["SR"] = sr, ["virtual_size"] = 1L << 16, ["type"] = "user", ["sharable"] = true, ["read_only"] = false, ["other_config"] = Furnishing.Map(),
            }));
        }

        if (vms.Count > 0 && vdis.Count > 0 && vbds.Count < 2 * ObjectsMost)
        {
            orders.Add(() => Attach(Pick(vms), Pick(vdis)));
        }

        if (vms.Count > 0)
        {
            orders.Add(() => Rename(Pick(vms)));
            orders.Add(() => Destroy(Pick(vms)));
        }

        if (vdis.FindAll(vdi => vbds.TrueForAll(vbd => vbd.Second != vdi.Id)) is { Count: > 0 } free)
        {
            orders.Add(() => Destroy(Pick(free)));
        }

        if (vbds.Count > 0)
        {
            orders.Add(() => Destroy(Pick(vbds)));
        }

        return orders[random.Next(orders.Count)]();
    }

    private Order Create(Known fact, Dictionary<string, object> record)
    {
        record["uuid"] = fact.Id;
        return new($"{fact.Class}.create", [record], [.. Facts, fact]);
    }

    private Order Attach(Known vm, Known vdi)
    {
        var letter = "abcdefghijklmnop".First(l => Facts.TrueForAll(f => f.First != vm.Id || f.Third != $"xvd{l}"));
        var fact = new Known("VBD", NewId(), vm.Id, vdi.Id, $"xvd{letter}");
        return Create(fact, new() { ["VM"] = vm.Id, ["VDI"] = vdi.Id, ["device"] = fact.Third, ["bootable"] = true, ["mode"] = "RW", ["type"] = "Disk" });
    }

    private Order Rename(Known vm)
    {
        var name = $"renamed {made++}";
        return new("VM.set_name_label", [vm.Id, name], [.. Facts.Where(f => f != vm), vm with { First = name }]);
    }

    // The disks of a machine go with it, in one step.
    private Order Destroy(Known gone) => new($"{gone.Class}.destroy", [gone.Id], [.. Facts.Where(f => f != gone && (f.Class != "VBD" || f.First != gone.Id))]);

    private string NewId() => new Guid(Mark + number, 0, 0, BitConverter.GetBytes((long)++made)).ToString();

    private List<Known> Of(string c) => Facts.FindAll(fact => fact.Class == c);

    private Known Pick(List<Known> some) => some[random.Next(some.Count)];

    private sealed record Order(string Method, object[] Arguments, List<Known> After);

    /// <summary>An object, as far as the writer decides on it: a VM and its name, a VDI, its name and SR, a VBD, its VM, VDI and device.</summary>
    internal sealed record Known(string Class, string Id, string First, string Second, string Third);
}
