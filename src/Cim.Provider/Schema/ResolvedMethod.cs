namespace Cim.Provider.Schema;

/// <summary>A method of a resolved class: declared by it, or by a class above.</summary>
public sealed class ResolvedMethod(CimMethod declared, string origin, bool isPropagated, NamedList<ResolvedQualifier> qualifiers)
    : ResolvedElement(declared.Name, qualifiers)
{
    /// <summary>The class that introduced it.</summary>
    public string ClassOrigin { get; } = origin;

    /// <summary>Whether the class itself says nothing of it.</summary>
    public bool IsPropagated { get; } = isPropagated;

    /// <summary>The type of what it returns.</summary>
    public CimType Returns => declared.Returns;

    /// <summary>Its parameters, in their order, with their own qualifiers.</summary>
    public NamedList<CimParameter> Parameters => declared.Parameters;

    /// <summary>The nearest declaration of it.</summary>
    public CimMethod Declared => declared;
}
