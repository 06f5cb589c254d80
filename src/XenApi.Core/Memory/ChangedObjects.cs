using System.Collections;
using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>The objects of a commit in the making, in the order in which they came: mostly few, which are looked through, sometimes many.</summary>
internal sealed class ChangedObjects : IEnumerable<ChangedObject>
{
    private const int FewMost = 8;

    private ChangedObject[] objects = new ChangedObject[1];
    private Dictionary<ObjectKey, ChangedObject>? found;

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <inheritdoc/>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<ChangedObject> IEnumerable<ChangedObject>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The object, or null.</summary>
    internal ChangedObject? Find(XenClass c, Guid id)
    {
        if (found is not null)
        {
            return found.GetValueOrDefault(new(c, id));
        }

        foreach (var some in objects.AsSpan(0, Count))
        {
            if (some.Id == id && ReferenceEquals(some.Class, c))
            {
                return some;
            }
        }

        return null;
    }

    /// <summary>Adds one that is not there yet.</summary>
    internal void Add(ChangedObject some)
    {
        if (Count == objects.Length)
        {
            Array.Resize(ref objects, Count * 2);
        }

        objects[Count++] = some;
        if (Count > FewMost)
        {
            found ??= objects.Take(FewMost).ToDictionary(few => new ObjectKey(few.Class, few.Id));
            found.Add(new(some.Class, some.Id), some);
        }
    }

    /// <summary>Goes through those that are there; those that come meanwhile are not seen.</summary>
    internal struct Enumerator(ChangedObjects all) : IEnumerator<ChangedObject>
    {
        private readonly ChangedObject[] objects = all.objects;
        private readonly int count = all.Count;
        private int place = -1;

        /// <inheritdoc/>
        public readonly ChangedObject Current => objects[place];

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++place < count;

        /// <inheritdoc/>
        public void Reset() => place = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
