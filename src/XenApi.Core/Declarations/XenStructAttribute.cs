namespace XenApi.Core.Declarations;

/// <summary>Declares a record as a structure that a message answers with: fields, but no identity.</summary>
/// <param name="name">The wire name of the type.</param>
/// <param name="description">One sentence of our own.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class XenStructAttribute(string name, string description) : Attribute
{
    /// <summary>The wire name of the type.</summary>
    public string Name => name;

    /// <summary>What the structure tells.</summary>
    public string Description => description;

    /// <summary>The revision it came with.</summary>
    public ApiVersion Since { get; init; } = ApiVersion.V0_9_0;
}
