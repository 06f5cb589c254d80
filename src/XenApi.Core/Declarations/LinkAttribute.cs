namespace XenApi.Core.Declarations;

/// <summary>
/// Declares an inverse set that is not a field of the API: it answers «who refers to me» from an index, so that
/// an object in use cannot be destroyed.
/// </summary>
/// <param name="inverse">The property of the other class whose references are gathered.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LinkAttribute(string inverse) : Attribute
{
    /// <summary>The property of the other class.</summary>
    public string Inverse => inverse;
}
