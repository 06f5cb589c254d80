namespace XenApi.Core.Declarations;

/// <summary>Declares a record as a class of the Xen API; the generator derives the rest from it and its fields.</summary>
/// <param name="name">The wire name, spelled as Xen spells it.</param>
/// <param name="description">One sentence of our own.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class XenClassAttribute(string name, string description) : Attribute
{
    /// <summary>The wire name.</summary>
    public string Name => name;

    /// <summary>What the class stands for.</summary>
    public string Description => description;

    /// <summary>The revision the class came with.</summary>
    public ApiVersion Since { get; init; } = ApiVersion.V0_9_0;

    /// <summary>The implicit messages that the document lists for the class.</summary>
    public Implicit Documented { get; init; } = Implicit.Record | Implicit.ByUuid | Implicit.All;

    /// <summary>The implicit messages that are served in addition, from <see cref="ApiVersion.Xend"/> on.</summary>
    public Implicit Undocumented { get; init; } = Implicit.AllRecords;

    /// <summary>Whether records show the field <c>uuid</c>; the generator declares it on every class that has it.</summary>
    public bool HasUuid { get; init; } = true;

    /// <summary>Whether the objects are kept in the journal, in memory only, or not in the store at all.</summary>
    public Keeping Keeping { get; init; } = Keeping.Durable;

    /// <summary>The role that create, destroy and the setters need.</summary>
    public Role Role { get; init; } = Role.PoolAdmin;
}
