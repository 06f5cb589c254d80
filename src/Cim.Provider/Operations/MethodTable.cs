using System.Collections.Concurrent;
using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>Who handles which method. A class has the handlers of those above it, unless it has its own.</summary>
public sealed class MethodTable
{
    private readonly ConcurrentDictionary<string, MethodHandler> handlers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Says who handles a method of a class.</summary>
    public void Add(string className, string method, MethodHandler handler) => handlers[Name(className, method)] = handler;

    /// <summary>Who handles the method of the class; null where nobody does.</summary>
    public MethodHandler? Find(ResolvedClass c, string method)
    {
        for (var above = c; above is not null; above = above.Superclass)
        {
            if (handlers.TryGetValue(Name(above.Name, method), out var handler))
            {
                return handler;
            }
        }

        return null;
    }

    private static string Name(string className, string method) => $"{className}.{method}";
}
