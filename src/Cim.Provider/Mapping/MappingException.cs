namespace Cim.Provider.Mapping;

/// <summary>A mapping that does not resolve: where in its text, and why.</summary>
public sealed class MappingException(string message, string text, int at) : Exception($"{message} (at character {at + 1} of \"{text}\")")
{
    /// <summary>The file, line and column of the qualifier, once it is known whose text it is.</summary>
    public string? Place { get; private set; }

    /// <summary>The property that bears the qualifier; null where it is the class, or not known yet.</summary>
    public string? Property { get; private set; }

    /// <summary>The qualifier; null where it is not known yet.</summary>
    public string? Qualifier { get; private set; }

    /// <summary>The same error, of a qualifier.</summary>
    public MappingException Of(Schema.ResolvedElement element, string qualifier)
    {
        if (Qualifier is null)
        {
            (Qualifier, Property) = (qualifier, element is Schema.ResolvedProperty ? element.Name : null);
        }

        Place ??= element.Qualifiers.Find(qualifier)?.Declared.Place;
        return this;
    }
}
