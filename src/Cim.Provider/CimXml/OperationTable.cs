using System.Collections.Frozen;

namespace Cim.Provider.CimXml;

/// <summary>The intrinsic operations by name.</summary>
internal static class OperationTable
{
    private static readonly FrozenDictionary<string, Operation> Operations = ClassOperations.All.Concat(InstanceOperations.All)
        .Concat(AssociationOperations.All).Concat(PullOperations.All).Concat(QueryOperations.All)
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names, in their order.</summary>
    public static IEnumerable<string> Names => Operations.Keys.Order(StringComparer.Ordinal);

    /// <summary>The operation of that name; null where there is none.</summary>
    public static Operation? Find(string name) => Operations.GetValueOrDefault(name);
}
