namespace Cim.Provider.Mapping;

/// <summary>A mapping that does not resolve: where in its text, and why.</summary>
public sealed class MappingException(string message, string text, int at) : Exception($"{message} (at character {at + 1} of \"{text}\")")
{
    /// <summary>The file and line of the qualifier, once it is known whose text it is.</summary>
    public string? Place { get; private set; }

    /// <summary>The same error, of a qualifier.</summary>
    public MappingException Of(Schema.ResolvedElement element, string qualifier)
    {
        Place ??= element.Qualifiers.Find(qualifier)?.Declared.Place;
        return this;
    }
}
