namespace Cim.Provider.Mof.Checks;

/// <summary>What a message is about: spelled out only where there is a message.</summary>
internal readonly record struct Subject(string Kind, string Name)
{
    public override string ToString() => $"{Kind} '{Name}'";
}
