using System.Buffers.Binary;
using System.Collections;
using System.Numerics;
using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>
/// Objects by identity and in its order, immutable: a tree that branches up to 32-fold by the bits of the identity. It is
/// three nodes deep with ten thousand objects whose identities are random, and never more than 26, whichever identities
/// clients choose; a version shares with the next what did not change.
/// </summary>
internal sealed class ObjectTree : IReadOnlyCollection<XenObject>
{
    private const int Bits = 5;

    private readonly Node root;

    private ObjectTree(Node root, int count)
    {
        this.root = root;
        Count = count;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>No object.</summary>
    internal static ObjectTree Empty { get; } = new(new(null, 0, []), 0);

    /// <inheritdoc/>
    public IEnumerator<XenObject> GetEnumerator() => Walk(root).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A tree of these objects, each with an identity of its own.</summary>
    internal static ObjectTree Of(IEnumerable<XenObject> objects)
    {
        var builder = Empty.ToBuilder();
        foreach (var some in objects)
        {
            builder.Put(some);
        }

        return builder.ToTree();
    }

    /// <summary>The object, or null.</summary>
    internal XenObject? Find(Guid id)
    {
        var node = root;
        for (var rest = Path(id); ; rest <<= Bits)
        {
            if (!node.Has(rest))
            {
                return null;
            }

            var item = node.Items[node.Place(rest)];
            if (item is not Node deeper)
            {
                var found = (XenObject)item;
                return found.Id == id ? found : null;
            }

            node = deeper;
        }
    }

    internal Builder ToBuilder() => new(this);

    private static IEnumerable<XenObject> Walk(Node node)
    {
        var above = new Stack<(Node Node, int Place)>();
        for (var place = 0; ;)
        {
            if (place == node.Items.Length)
            {
                if (!above.TryPop(out var back))
                {
                    yield break;
                }

                (node, place) = back;
            }
            else if (node.Items[place++] is var item && item is Node deeper)
            {
                above.Push((node, place));
                (node, place) = (deeper, 0);
            }
            else
            {
                yield return (XenObject)item;
            }
        }
    }

    // The bits of an identity, the first ones highest.
    private static UInt128 Path(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>A tree in the making: what it has made itself it changes in place.</summary>
    internal sealed class Builder(ObjectTree from)
    {
        private object owner = new();
        private Node root = from.root;
        private int count = from.Count;

        /// <summary>Puts an object in the place of the one with its identity, or anew.</summary>
        internal void Put(XenObject some) => root = Put(root, 0, Path(some.Id), some);

        /// <summary>Removes an object; nothing where there is none.</summary>
        internal void Remove(Guid id) => root = Remove(root, 0, Path(id), id);

        /// <summary>The tree as it is now; it does not change with what comes later.</summary>
        internal ObjectTree ToTree()
        {
            owner = new();
            return new(root, count);
        }

        private Node Put(Node node, int depth, UInt128 path, XenObject some)
        {
            var rest = path << depth;
            if (!node.Has(rest))
            {
                count++;
                return node.WithMore(owner, rest, some);
            }

            var place = node.Place(rest);
            if (node.Items[place] is Node deeper)
            {
                var changed = Put(deeper, depth + Bits, path, some);
                return ReferenceEquals(changed, deeper) ? node : node.With(owner, place, changed);
            }

            var other = (XenObject)node.Items[place];
            if (other.Id == some.Id)
            {
                return node.With(owner, place, some);
            }

            count++;
            return node.With(owner, place, Pair(depth + Bits, other, Path(other.Id), some, path));
        }

        private Node Pair(int depth, XenObject one, UInt128 path, XenObject other, UInt128 otherPath)
        {
            var (bit, otherBit) = (Node.Bit(path << depth), Node.Bit(otherPath << depth));
            return bit == otherBit
                ? new(owner, bit, [Pair(depth + Bits, one, path, other, otherPath)])
                : new(owner, bit | otherBit, bit < otherBit ? [one, other] : [other, one]);
        }

        private Node Remove(Node node, int depth, UInt128 path, Guid id)
        {
            var rest = path << depth;
            if (!node.Has(rest))
            {
                return node;
            }

            var place = node.Place(rest);
            if (node.Items[place] is Node deeper)
            {
                var changed = Remove(deeper, depth + Bits, path, id);

                // One that is left alone comes up again.
                return ReferenceEquals(changed, deeper) ? node
                    : node.With(owner, place, changed is { Items: [XenObject alone] } ? alone : changed);
            }

            if (((XenObject)node.Items[place]).Id != id)
            {
                return node;
            }

            count--;
            return new(owner, node.Map & ~Node.Bit(rest), [.. node.Items[..place], .. node.Items[(place + 1)..]]);
        }
    }

    /// <summary>Objects and deeper nodes, one for each bit of the map.</summary>
    private sealed class Node(object? owner, uint map, object[] items)
    {
        private object[] items = items;

        internal uint Map { get; private set; } = map;

        internal object[] Items => items;

        internal static uint Bit(UInt128 rest) => 1U << (int)(rest >> (128 - Bits));

        internal bool Has(UInt128 rest) => (Map & Bit(rest)) != 0;

        internal int Place(UInt128 rest) => BitOperations.PopCount(Map & (Bit(rest) - 1));

        internal Node With(object builder, int place, object item)
        {
            var node = owner == builder ? this : new(builder, Map, [.. items]);
            node.items[place] = item;
            return node;
        }

        internal Node WithMore(object builder, UInt128 rest, XenObject item)
        {
            var place = Place(rest);
            object[] more = [.. items.AsSpan(0, place), item, .. items.AsSpan(place)];
            if (owner != builder)
            {
                return new(builder, Map | Bit(rest), more);
            }

            (items, Map) = (more, Map | Bit(rest));
            return this;
        }
    }
}
