namespace Cim.Provider.Operations;

/// <summary>What many instances have in common: for them a property that does not vary is written once.</summary>
public interface ISameness
{
    /// <summary>Whether the property, by its place in the class, has the same value for all of them.</summary>
    bool Is(int property);
}
