using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Mapping;

/// <summary>A namespace whose mappings are to be bound.</summary>
/// <param name="Name">The name that paths bear.</param>
/// <param name="Classes">The classes.</param>
/// <param name="Fixed">The sources of the classes whose instances are not mapped: declared ones, and those of the server itself.</param>
public sealed record SpaceMapping(string Name, ClassTree Classes, IReadOnlyDictionary<string, IInstanceSource> Fixed);
