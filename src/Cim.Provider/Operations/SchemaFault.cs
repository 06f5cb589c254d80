using Cim.Provider.Mapping;
using XenApi.Core.Model;

namespace Cim.Provider.Operations;

/// <summary>Something that does not fit in a schema.</summary>
/// <param name="Declaration">The declaration of a client that it is found in; null where it is in none.</param>
/// <param name="Message">What is wrong, in one line.</param>
/// <param name="Whole">The same with its place and the line that it is in.</param>
/// <param name="Mapping">The mapping that does not resolve; null where it is something else.</param>
internal sealed record SchemaFault(CimDeclaration? Declaration, string Message, string Whole, MappingFault? Mapping = null);
