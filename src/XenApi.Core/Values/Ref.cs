using XenApi.Core.Model;

namespace XenApi.Core.Values;

/// <summary>
/// A reference to an object of one class. References are the objects' UUIDs, as Xend had it; no UUID is the null
/// reference, which travels as an empty string. The all-zero UUID is domain 0, so null cannot be it.
/// </summary>
/// <typeparam name="T">The class referred to.</typeparam>
public readonly record struct Ref<T>(Guid? Id) : IComparable<Ref<T>>
    where T : XenObject
{
    /// <summary>No object.</summary>
    public static Ref<T> Null => default;

    /// <summary>Whether there is no object.</summary>
    public bool IsNull => Id is null;

    /// <inheritdoc/>
    public int CompareTo(Ref<T> other) => Nullable.Compare(Id, other.Id);

    /// <summary>The reference as it travels.</summary>
    public override string ToString() => Id?.ToString() ?? "";
}
