namespace XenApi.Core.Declarations;

/// <summary>
/// Declares a static method as a message of the Xen API. Its parameters after the <c>Caller</c> are the wire
/// signature; their names are the wire names.
/// </summary>
/// <param name="name"><c>class.message</c>, spelled as Xen spells it.</param>
/// <param name="description">One sentence of our own.</param>
/// <param name="role">The least role that may call it.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CallAttribute(string name, string description, Role role) : Attribute
{
    /// <summary>The wire name.</summary>
    public string Name => name;

    /// <summary>What the message does.</summary>
    public string Description => description;

    /// <summary>The least role that may call it.</summary>
    public Role Role => role;

    /// <summary>The revision the message came with.</summary>
    public ApiVersion Since { get; init; } = ApiVersion.V0_9_0;

    /// <summary>Whether the message can be called before a login.</summary>
    public bool WithoutSession { get; init; }

    /// <summary>Whether there is an <c>Async.</c> twin that answers with a task.</summary>
    public bool Async { get; init; } = true;

    /// <summary>The error codes that the message can answer, beyond the generic ones.</summary>
    public string[] Errors { get; init; } = [];
}
