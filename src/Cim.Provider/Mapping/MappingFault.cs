namespace Cim.Provider.Mapping;

/// <summary>A mapping that does not resolve, and where it is declared.</summary>
/// <param name="Space">The namespace.</param>
/// <param name="ClassName">The class.</param>
/// <param name="Property">The property that bears the mapping; null where it is the class.</param>
/// <param name="Qualifier">The qualifier that says it; null where it is not known.</param>
/// <param name="Place">The file, line and column, where it was declared in a text.</param>
/// <param name="Message">Why, with the text and the place in it.</param>
public sealed record MappingFault(string Space, string ClassName, string? Property, string? Qualifier, string? Place, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place ?? Space}: {ClassName}: {Message}";
}
