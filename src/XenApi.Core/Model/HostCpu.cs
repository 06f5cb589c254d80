using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A physical CPU.</summary>
[XenClass("host_cpu", "A physical CPU.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All)]
public sealed partial record HostCpu : XenObject
{
    [Field("host", Access.ReadOnly, "The host that has it.")]
    public Ref<Host> Host { get; init; }

    [Field("number", Access.ReadOnly, "Its number on the host, from 0.")]
    public long Number { get; init; }

    [Field("vendor", Access.ReadOnly, "Its maker.")]
    public string Vendor { get; init; } = "";

    [Field("speed", Access.ReadOnly, "Its clock, in MHz.")]
    public long Speed { get; init; }

    [Field("modelname", Access.ReadOnly, "Its model.")]
    public string Modelname { get; init; } = "";

    [Field("stepping", Access.ReadOnly, "Its stepping.")]
    public string Stepping { get; init; } = "";

    [Field("flags", Access.ReadOnly, "Its features by name, separated by spaces.")]
    public string Flags { get; init; } = "";

    [Field("features", Access.ReadOnly, "Its feature words in hexadecimal.", Since = ApiVersion.V1_0_0)]
    public string Features { get; init; } = "";

    [Field("utilisation", Access.ReadOnly, "The part of the time that it ran lately, from 0 to 1.")]
    public double Utilisation { get; init; }

    [Field("cpu_pool", Access.ReadOnly, "The CPU pool that uses it; empty while none does.", Since = ApiVersion.V1_0_10)]
    public Set<Ref<CpuPool>> CpuPool { get; init; }
}
