namespace Cim.Provider.Operations;

/// <summary>The schema that the program carries is broken: nothing can be served of it.</summary>
public sealed class SchemaException(IEnumerable<string> faults) : Exception(string.Join('\n', faults))
{
}
