namespace XenApi.Core.Model;

/// <content>What a machine keeps of having gone to a host of another server, as Xend did: the key <c>migrated_to</c>.</content>
public sealed partial record Vm
{
    private const string MovedToKey = "migrated_to";

    /// <summary>Whether it has gone to a host of another server, or is on its way.</summary>
    internal bool HasMoved => OtherConfig.ContainsKey(MovedToKey);

    /// <summary>The machine, gone to a host.</summary>
    internal Vm MovedTo(string host) => this with { OtherConfig = OtherConfig.With(MovedToKey, host) };

    /// <summary>The machine, here.</summary>
    internal Vm Home() => HasMoved ? this with { OtherConfig = OtherConfig.Without(MovedToKey) } : this;
}
