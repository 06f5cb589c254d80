namespace XenApi.Core.Declarations;

/// <summary>Declares a property as a field of the Xen API.</summary>
/// <param name="name">The wire name (<c>name_label</c>, not <c>name/label</c>).</param>
/// <param name="access">The qualifier.</param>
/// <param name="description">One sentence of our own.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute(string name, Access access, string description) : Attribute
{
    /// <summary>The wire name.</summary>
    public string Name => name;

    /// <summary>Who may write the field.</summary>
    public Access Access => access;

    /// <summary>What the field tells.</summary>
    public string Description => description;

    /// <summary>The revision the field came with; never before its class.</summary>
    public ApiVersion Since { get; init; } = ApiVersion.V0_9_0;

    /// <summary>The accessors that the document lists; the others are served from <see cref="ApiVersion.Xend"/> on.</summary>
    public Accessors Documented { get; init; } = Accessors.All;

    /// <summary>For a <c>Links</c> property: the property of the other class whose references it gathers.</summary>
    public string? Inverse { get; init; }

    /// <summary>Whether the record given at create may set the field although the document calls it read-only.</summary>
    public bool GivenAtCreate { get; init; }

    /// <summary>Whether the journal keeps it. What follows from other fields is not kept, nor what ends with the server.</summary>
    public bool IsKept { get; init; } = true;

    /// <summary>A secret: never logged, never cached.</summary>
    public bool Secret { get; init; }
}
