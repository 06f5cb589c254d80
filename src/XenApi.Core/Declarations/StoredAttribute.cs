namespace XenApi.Core.Declarations;

/// <summary>Declares a property that is kept in the journal under a name of ours and is no field of the API.</summary>
/// <param name="name">The name in the journal.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StoredAttribute(string name) : Attribute
{
    /// <summary>The name in the journal.</summary>
    public string Name => name;
}
