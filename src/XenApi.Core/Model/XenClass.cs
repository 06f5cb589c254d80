using System.Collections.Frozen;
using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A class of the Xen API, as declared.</summary>
public sealed class XenClass
{
    private readonly Lazy<FrozenDictionary<string, XenField>> byName;

    /// <summary>The generator makes one of each declared record.</summary>
    public XenClass() => byName = new(() => Fields!.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal));

    /// <summary>Its place in the model; changes between builds, so it never leaves the process.</summary>
    public required int Index { get; init; }

    /// <summary>The wire name.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence.</summary>
    public required string Description { get; init; }

    /// <summary>The revision it came with.</summary>
    public required ApiVersion Since { get; init; }

    /// <summary>The implicit messages that the document lists.</summary>
    public required Implicit Documented { get; init; }

    /// <summary>The implicit messages served in addition.</summary>
    public required Implicit Undocumented { get; init; }

    /// <summary>Where its objects live.</summary>
    public required Keeping Keeping { get; init; }

    /// <summary>The role that writing needs.</summary>
    public required Role Role { get; init; }

    /// <summary>Its fields in the order of their declaration.</summary>
    public required XenField[] Fields { get; init; }

    /// <summary>Its references.</summary>
    public required XenReference[] References { get; init; }

    /// <summary>Makes an object of an identity, with the defaults of the class.</summary>
    public required Func<Guid, XenObject> Make { get; init; }

    /// <summary>Reads an object; its identity is given, or made where it is not.</summary>
    public required Func<ValueReader, ReadScope, XenObject> Read { get; init; }

    /// <summary>Reads the new value of a field, and gives the change that sets it.</summary>
    public required FieldChange ReadSetter { get; init; }

    /// <summary>Reads an entry for a set or map field, and gives the change that adds it; one of the same key is replaced.</summary>
    public required FieldChange ReadAdder { get; init; }

    /// <summary>Reads an entry of a set or map field, and gives the change that removes it; one that is not there is no error.</summary>
    public required FieldChange ReadRemover { get; init; }

    /// <summary>A field by its wire name; null where there is none.</summary>
    public XenField? Field(string name) => byName.Value.GetValueOrDefault(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
