namespace Hypervisor.Native.Simulated;

/// <summary>The failures that are still to happen on one host.</summary>
internal sealed class FaultList
{
    private readonly Lock gate = new();
    private readonly List<Waiting> waiting = [];

    /// <summary>Adds one.</summary>
    public void Add(SimulatedFault fault)
    {
        lock (gate)
        {
            waiting.Add(new(fault));
        }
    }

    /// <summary>The failure that this order has before it; null where it goes well.</summary>
    public SimulatedFault? Next(SimulatedOperation operation, Guid subject)
    {
        lock (gate)
        {
            foreach (var one in waiting)
            {
                if (one.Fault.Operation == operation && (one.Fault.Subject is not { } only || only == subject) && one.Seen++ >= one.Fault.After)
                {
                    if (one.Seen >= one.Fault.After + one.Fault.Times)
                    {
                        waiting.Remove(one);
                    }

                    return one.Fault;
                }
            }

            return null;
        }
    }

    private sealed class Waiting(SimulatedFault fault)
    {
        public SimulatedFault Fault => fault;

        public int Seen { get; set; }
    }
}
