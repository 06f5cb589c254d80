namespace Cim.Provider.Schema;

/// <summary>An instance of a class: the values that it was given (DSP0004 §7.8).</summary>
/// <remarks>Qualifiers on instances are checked and then dropped: the standard has deprecated them, and no protocol carries them.</remarks>
public sealed class CimInstance(string className, NamedList<CimPropertyValue> values, CimObjectPath? path) : CimElement(className)
{
    /// <summary>The values that were given, in their order.</summary>
    public NamedList<CimPropertyValue> Values { get; } = values;

    /// <summary>Where it is; null where its class has no keys, or the instance is embedded.</summary>
    public CimObjectPath? Path { get; } = path;
}
