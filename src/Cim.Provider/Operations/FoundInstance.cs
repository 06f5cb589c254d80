namespace Cim.Provider.Operations;

/// <summary>An instance, and the namespace in which it is.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Instance">The instance.</param>
public readonly record struct FoundInstance(string Namespace, Instance Instance);
