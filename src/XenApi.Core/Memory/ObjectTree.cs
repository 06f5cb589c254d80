using System.Collections;
using System.Numerics;
using System.Security.Cryptography;
using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>
/// Objects by identity, immutable: a tree that branches up to 32-fold by the bits of a hash (a hash array mapped trie). It is
/// three nodes deep with ten thousand objects; a version shares with the next what did not change. The hash is keyed anew in
/// each process, so that clients who choose identities cannot choose them to fall together.
/// </summary>
internal sealed class ObjectTree : IReadOnlyCollection<XenObject>
{
    private const int Bits = 5;
    private const int HashBits = 64;

    /// <summary>What the hash is keyed with; secret, else clients could choose identities that fall together.</summary>
    internal static readonly UInt128 Key = NewKey();

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
        var (node, rest) = (root, Hash(id));
        for (var depth = 0; depth < HashBits; depth += Bits, rest >>= Bits)
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

        return node.Same(id) is >= 0 and var place ? (XenObject)node.Items[place] : null;
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

    private static ulong Hash(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var keyed = BitConverter.ToUInt128(bytes) ^ Key;
        var high = Math.BigMul((ulong)keyed, (ulong)(keyed >> 64), out var low);
        return high ^ low;
    }

    private static UInt128 NewKey()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt128(bytes);
    }

    /// <summary>A tree in the making: what it has made itself it changes in place.</summary>
    internal sealed class Builder(ObjectTree from)
    {
        private object owner = new();
        private Node root = from.root;
        private int count = from.Count;

        /// <summary>Puts an object in the place of the one with its identity, or anew.</summary>
        internal void Put(XenObject some) => root = Put(root, 0, Hash(some.Id), some);

        /// <summary>Removes an object; nothing where there is none.</summary>
        internal void Remove(Guid id) => root = Remove(root, 0, Hash(id), id);

        /// <summary>The tree as it is now; it does not change with what comes later.</summary>
        internal ObjectTree ToTree()
        {
            owner = new();
            return new(root, count);
        }

        private Node Put(Node node, int depth, ulong rest, XenObject some)
        {
            if (depth >= HashBits)
            {
                var same = node.Same(some.Id);
                count += same < 0 ? 1 : 0;
                return same < 0 ? new(owner, 0, [.. node.Items, some]) : node.With(owner, same, some);
            }

            if (!node.Has(rest))
            {
                count++;
                return node.WithMore(owner, rest, some);
            }

            var place = node.Place(rest);
            if (node.Items[place] is Node deeper)
            {
                var changed = Put(deeper, depth + Bits, rest >> Bits, some);
                return ReferenceEquals(changed, deeper) ? node : node.With(owner, place, changed);
            }

            var other = (XenObject)node.Items[place];
            if (other.Id == some.Id)
            {
                return node.With(owner, place, some);
            }

            count++;
            return node.With(owner, place, Pair(depth + Bits, other, Hash(other.Id) >> (depth + Bits), some, rest >> Bits));
        }

        private Node Pair(int depth, XenObject one, ulong restOfOne, XenObject other, ulong restOfOther)
        {
            if (depth >= HashBits)
            {
                return new(owner, 0, [one, other]);
            }

            var (bit, otherBit) = (Node.Bit(restOfOne), Node.Bit(restOfOther));
            return bit == otherBit
                ? new(owner, bit, [Pair(depth + Bits, one, restOfOne >> Bits, other, restOfOther >> Bits)])
                : new(owner, bit | otherBit, bit < otherBit ? [one, other] : [other, one]);
        }

        private Node Remove(Node node, int depth, ulong rest, Guid id)
        {
            var isLast = depth >= HashBits;
            if (!isLast && !node.Has(rest))
            {
                return node;
            }

            var place = isLast ? node.Same(id) : node.Place(rest);
            if (place < 0)
            {
                return node;
            }

            if (node.Items[place] is Node deeper)
            {
                var changed = Remove(deeper, depth + Bits, rest >> Bits, id);

                // One that is left alone comes up again.
                return ReferenceEquals(changed, deeper) ? node
                    : node.With(owner, place, changed is { Items: [XenObject alone] } ? alone : changed);
            }

            if (((XenObject)node.Items[place]).Id != id)
            {
                return node;
            }

            count--;
            return new(owner, isLast ? 0 : node.Map & ~Node.Bit(rest), [.. node.Items[..place], .. node.Items[(place + 1)..]]);
        }
    }

    /// <summary>Objects and deeper nodes; below the last bit of the hash, objects that fall together, without a map.</summary>
    private sealed class Node(object? owner, uint map, object[] items)
    {
        private object[] items = items;

        internal uint Map { get; private set; } = map;

        internal object[] Items => items;

        internal static uint Bit(ulong rest) => 1U << (int)(rest % 32);

        internal bool Has(ulong rest) => (Map & Bit(rest)) != 0;

        internal int Place(ulong rest) => BitOperations.PopCount(Map & (Bit(rest) - 1));

        internal int Same(Guid id) => Array.FindIndex(items, item => ((XenObject)item).Id == id);

        internal Node With(object builder, int place, object item)
        {
            var node = owner == builder ? this : new(builder, Map, [.. items]);
            node.items[place] = item;
            return node;
        }

        internal Node WithMore(object builder, ulong rest, XenObject item)
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
