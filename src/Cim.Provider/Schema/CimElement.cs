namespace Cim.Provider.Schema;

/// <summary>Whatever has a name in a schema. Names are compared without regard to the case of letters (DSP0004 §4.4).</summary>
public abstract class CimElement(string name)
{
    /// <summary>The name as it was first spelled.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
