namespace XenApi.Core.Declarations;

/// <summary>Declares an enumeration of the Xen API. Values travel by name, flags as a number.</summary>
/// <param name="name">The wire name of the type.</param>
/// <param name="description">One sentence of our own.</param>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class XenEnumAttribute(string name, string description) : Attribute
{
    /// <summary>The wire name of the type.</summary>
    public string Name => name;

    /// <summary>What the values tell apart.</summary>
    public string Description => description;
}
