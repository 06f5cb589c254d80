using System.Collections.Immutable;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Memory;

/// <summary>The objects of one class at one moment, by identity and by name.</summary>
internal sealed record Table(ObjectTree Objects, ImmutableDictionary<string, Links<XenObject>> Names)
{
    internal static Table Empty { get; } = new(
        ObjectTree.Empty,
        ImmutableDictionary.Create<string, Links<XenObject>>(StringComparer.Ordinal));

    /// <summary>A table of these objects.</summary>
    internal static Table Of(IReadOnlyCollection<XenObject> objects)
    {
        var names = Empty.Names.ToBuilder();
        foreach (var found in objects)
        {
            if (found.Label is { } name)
            {
                names[name] = names.GetValueOrDefault(name).With(found.Id);
            }
        }

        return new(ObjectTree.Of(objects), names.ToImmutable());
    }

    internal Builder ToBuilder() => new(this);

    /// <summary>A table in the making.</summary>
    internal sealed class Builder(Table from)
    {
        private readonly ObjectTree.Builder objects = from.Objects.ToBuilder();
        private readonly ImmutableDictionary<string, Links<XenObject>>.Builder names = from.Names.ToBuilder();

        internal void Put(XenObject? before, XenObject after)
        {
            objects.Put(after);
            if (before?.Label != after.Label)
            {
                Unname(before);
                if (after.Label is { } name)
                {
                    names[name] = names.GetValueOrDefault(name).With(after.Id);
                }
            }
        }

        internal void Remove(XenObject before)
        {
            objects.Remove(before.Id);
            Unname(before);
        }

        internal Table ToTable() => new(objects.ToTree(), names.ToImmutable());

        private void Unname(XenObject? before)
        {
            if (before?.Label is not { } name)
            {
                return;
            }

            var left = names.GetValueOrDefault(name).Without(before.Id);
            if (left.Count == 0)
            {
                names.Remove(name);
            }
            else
            {
                names[name] = left;
            }
        }
    }
}
