namespace Cim.Provider.Mapping;

/// <summary>A mapping that does not resolve, and where it is declared.</summary>
/// <param name="Space">The namespace.</param>
/// <param name="ClassName">The class.</param>
/// <param name="Place">The file and line, where it was declared in a text.</param>
/// <param name="Message">Why, with the text and the place in it.</param>
public sealed record MappingFault(string Space, string ClassName, string? Place, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place ?? Space}: {ClassName}: {Message}";
}
