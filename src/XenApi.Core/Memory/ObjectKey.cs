using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>An object of a class, as the key of a table of what a commit or a batch has changed.</summary>
internal readonly struct ObjectKey(XenClass c, Guid id) : IEquatable<ObjectKey>
{
    /// <summary>The class.</summary>
    public XenClass Class => c;

    /// <summary>The identity.</summary>
    public Guid Id => id;

    /// <inheritdoc/>
    public bool Equals(ObjectKey other) => id == other.Id && ReferenceEquals(c, other.Class);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ObjectKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => id.GetHashCode() + c.Index;
}
