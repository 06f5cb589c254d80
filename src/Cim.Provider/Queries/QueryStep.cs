namespace Cim.Provider.Queries;

/// <summary>One name of the path to a property.</summary>
/// <param name="Scope">The class whose property it is; null where that needs no saying.</param>
/// <param name="Name">The property.</param>
/// <param name="Index">Which item of an array; null where the whole is meant.</param>
internal sealed record QueryStep(string? Scope, string Name, int? Index);
