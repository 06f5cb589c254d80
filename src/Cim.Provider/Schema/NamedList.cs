using System.Collections;

namespace Cim.Provider.Schema;

/// <summary>Elements in their order, found by name without regard to the case of letters.</summary>
public sealed class NamedList<T> : IReadOnlyList<T>
    where T : CimElement
{
    // Up to here a walk is as quick as an index, and most lists are short.
    private const int WalkedMost = 12;

    private readonly T[] elements;
    private readonly Dictionary<string, T>? index;

    /// <summary>A list of elements whose names differ.</summary>
    public NamedList(params ReadOnlySpan<T> elements)
    {
        this.elements = elements.ToArray();
        if (elements.Length > WalkedMost)
        {
            index = this.elements.ToDictionary(element => element.Name, StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>The list with nothing in it.</summary>
    public static NamedList<T> Empty { get; } = new();

    /// <inheritdoc/>
    public int Count => elements.Length;

    /// <inheritdoc/>
    public T this[int index] => elements[index];

    /// <summary>The element of that name, or null.</summary>
    public T? Find(string name)
    {
        if (index is not null)
        {
            return index.GetValueOrDefault(name);
        }

        foreach (var element in elements)
        {
            if (element.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return element;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)elements).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => elements.GetEnumerator();
}
