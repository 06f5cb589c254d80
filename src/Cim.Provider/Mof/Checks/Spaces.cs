using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>The namespaces that a compilation writes to.</summary>
internal sealed class Spaces(IReadOnlyDictionary<string, CimNamespace> known, MofLimits limits)
{
    private readonly Dictionary<string, Space> spaces = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<CimNamespace> Finished => spaces.Values.Select(space => space.Finished());

    public Space this[string name]
    {
        get
        {
            if (!spaces.TryGetValue(name, out var space))
            {
                spaces[name] = space = new(name, known.Values.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)), limits);
            }

            return space;
        }
    }
}
