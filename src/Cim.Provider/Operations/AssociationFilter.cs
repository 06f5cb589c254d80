namespace Cim.Provider.Operations;

/// <summary>Which of the instances that are associated with another are wanted; what is null does not matter.</summary>
/// <param name="AssocClass">The class of the association, or one above it.</param>
/// <param name="ResultClass">The class of what is answered, or one above it.</param>
/// <param name="Role">The reference that leads to the instance at hand.</param>
/// <param name="ResultRole">The reference that leads to what is answered.</param>
public sealed record AssociationFilter(string? AssocClass = null, string? ResultClass = null, string? Role = null, string? ResultRole = null)
{
    /// <summary>All are wanted.</summary>
    public static AssociationFilter None { get; } = new();

    internal bool HasRole(string reference) => Role is null || reference.Equals(Role, StringComparison.OrdinalIgnoreCase);

    internal bool HasResultRole(string reference) => ResultRole is null || reference.Equals(ResultRole, StringComparison.OrdinalIgnoreCase);
}
