namespace Cim.Provider.Schema;

/// <summary>The value of one property of an instance.</summary>
public sealed class CimPropertyValue(string name, CimValue value) : CimElement(name)
{
    /// <summary>The value.</summary>
    public CimValue Value { get; } = value;
}
