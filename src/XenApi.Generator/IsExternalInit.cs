namespace System.Runtime.CompilerServices;

/// <summary>Lets records with init accessors compile for netstandard2.0, which generators must target.</summary>
internal static class IsExternalInit;
