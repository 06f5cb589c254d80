namespace Cim.Provider.Mapping;

/// <summary>What the mappings of a namespace share while they are bound.</summary>
internal sealed class MappingScope(ServerFacts facts)
{
    /// <summary>What there is to say of the server itself.</summary>
    public ServerFacts Facts => facts;

    /// <summary>The paths to instances, whose classes are looked for when all are bound.</summary>
    public List<PathOfExpression> Paths { get; } = [];
}
