using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>Where a path begins: at the object itself, at the first of a class, at all of a class, or at the item.</summary>
internal sealed class PathStart(PathStart.From from, XenClass? c, FieldType type)
{
    /// <summary>The places.</summary>
    internal enum From
    {
        /// <summary>The object itself.</summary>
        Self,

        /// <summary>The object of a class with the least UUID.</summary>
        First,

        /// <summary>Every object of a class.</summary>
        All,

        /// <summary>The item, which is a reference.</summary>
        Item,

        /// <summary>The value under the item, which is a reference.</summary>
        ItemValue,
    }

    /// <summary>Whether it is the object itself.</summary>
    public bool IsSelf => from == From.Self;

    /// <summary>Whether it is every object of a class.</summary>
    public bool IsAll => from == From.All;

    /// <summary>The type of what is there.</summary>
    public FieldType Type => type;

    /// <summary>What is there.</summary>
    public XenValue Of(Reading reading, in Origin origin) => from switch
    {
        From.Self => XenValue.Of(origin.Object?.Id),
        From.First => XenValue.Of(reading.First(c!)?.Id),
        From.All => XenValue.Of([.. reading.State.All(c!).Select(found => XenValue.Of(found.Id))]),
        From.Item => origin.Item,
        _ => origin.ItemValue,
    };
}
