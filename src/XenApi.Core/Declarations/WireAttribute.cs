namespace XenApi.Core.Declarations;

/// <summary>The wire name of an enumeration value.</summary>
/// <param name="name">As Xen spells it.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WireAttribute(string name) : Attribute
{
    /// <summary>As Xen spells it.</summary>
    public string Name => name;

    /// <summary>The revision the value came with.</summary>
    public ApiVersion Since { get; init; } = ApiVersion.V0_9_0;

    /// <summary>What a listener of an older revision says instead.</summary>
    public string? Before { get; init; }
}
