using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Memory;

/// <summary>Counts what a field holds. Clients fill fields as they like, and all objects are kept in memory.</summary>
internal sealed class FieldSize : ValueWriter
{
    /// <summary>The most that one field may hold: characters, and as many for each value or key as it takes besides.</summary>
    public const int Most = 256 * 1024;

    private const int Besides = 32;

    private static readonly XenField[][] written = [.. XenModel.Classes.Select(c => c.Fields.Where(f => f.Access != Access.ReadOnly && IsText(f.Type)).ToArray())];

    private int size;

    /// <inheritdoc/>
    public override ApiVersion Version => ApiVersion.Unlisted;

    /// <summary><c>VALUE_NOT_SUPPORTED</c> where a field that clients write holds too much, and more than before.</summary>
    public static void Check(XenObject? before, XenObject after)
    {
        FieldSize? counter = null;
        foreach (var field in written[after.Class.Index])
        {
            if (before is not null && before.HasSame(field.Index, after))
            {
                continue;
            }

            counter ??= new();
            var size = counter.Of(after, field);
            if (size > Most && (before is null || size > counter.Of(before, field)))
            {
                throw Errors.ValueNotSupported($"{after.Class.Name}.{field.Name}", "", $"a field holds at most {Most} characters, each entry counting {Besides} more");
            }
        }
    }

    /// <inheritdoc/>
    public override void String(string value) => size += Besides + value.Length;

    /// <inheritdoc/>
    public override void String(ReadOnlySpan<byte> utf8) => size += Besides + utf8.Length;

    /// <inheritdoc/>
    public override void Int(long value) => size += Besides;

    /// <inheritdoc/>
    public override void Double(double value) => size += Besides;

    /// <inheritdoc/>
    public override void Bool(bool value) => size += Besides;

    /// <inheritdoc/>
    public override void DateTime(DateTimeOffset value) => size += Besides;

    /// <inheritdoc/>
    public override void Ref(Guid? id) => size += Besides;

    /// <inheritdoc/>
    public override void Void()
    {
    }

    /// <inheritdoc/>
    public override void BeginSet()
    {
    }

    /// <inheritdoc/>
    public override void EndSet()
    {
    }

    /// <inheritdoc/>
    public override void BeginMap()
    {
    }

    /// <inheritdoc/>
    public override void Key(ReadOnlySpan<byte> utf8) => size += utf8.Length;

    /// <inheritdoc/>
    public override void Key(string key) => size += key.Length;

    /// <inheritdoc/>
    public override void EndMap()
    {
    }

    private int Of(XenObject some, XenField field)
    {
        size = 0;
        some.WriteField(field.Index, this);
        return size;
    }

    private static bool IsText(string type) =>
        type == "string" || type.StartsWith("map<", StringComparison.Ordinal) || type.StartsWith("set<", StringComparison.Ordinal);
}
