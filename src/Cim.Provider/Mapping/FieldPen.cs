using System.Text;
using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace Cim.Provider.Mapping;

/// <summary>The pen that takes down one field of an object as a <see cref="XenValue"/>; each thread has its own.</summary>
internal sealed class FieldPen : ValueWriter
{
    // Words of enumerations are few and come again and again.
    private const int WordBytesMost = 32;
    private const int WordsMost = 256;

    [ThreadStatic]
    private static FieldPen? mine;

    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);
    private readonly Stack<List<XenValue>> open = new();
    private XenValue last;
    private string? wanted;
    private bool isWanted;

    /// <summary>The pen of this thread.</summary>
    public static FieldPen Mine => mine ??= new();

    /// <inheritdoc/>
    public override ApiVersion Version => Enum.GetValues<ApiVersion>()[^1];

    /// <summary>Reads a field.</summary>
    public XenValue Read(XenApi.Core.Model.XenObject found, int field)
    {
        open.Clear();
        last = XenValue.Null;
        found.WriteField(field, this);
        return last;
    }

    /// <summary>Reads what stands under a key of a field that is a map; NULL where nothing does. The rest of the map is passed over.</summary>
    public XenValue Read(XenApi.Core.Model.XenObject found, int field, string key)
    {
        (wanted, isWanted) = (key, false);
        try
        {
            return Read(found, field);
        }
        finally
        {
            wanted = null;
        }
    }

    /// <inheritdoc/>
    public override void String(string value) => Take(XenValue.Of(value));

    /// <inheritdoc/>
    public override void String(ReadOnlySpan<byte> utf8) => Take(XenValue.Of(Word(utf8)));

    /// <inheritdoc/>
    public override void Int(long value) => Take(XenValue.Of(value));

    /// <inheritdoc/>
    public override void Double(double value) => Take(XenValue.Of(value));

    /// <inheritdoc/>
    public override void Bool(bool value) => Take(XenValue.Of(value));

    // The beginning of time stands for a time that is not set.
    /// <inheritdoc/>
    public override void DateTime(DateTimeOffset value) => Take(value > DateTimeOffset.UnixEpoch ? XenValue.Of(value) : XenValue.Null);

    /// <inheritdoc/>
    public override void Ref(Guid? id) => Take(XenValue.Of(id));

    /// <inheritdoc/>
    public override void Void() => Take(XenValue.Null);

    /// <inheritdoc/>
    public override void BeginSet()
    {
        if (wanted is null)
        {
            open.Push([]);
        }
    }

    /// <inheritdoc/>
    public override void EndSet()
    {
        if (wanted is null)
        {
            Take(XenValue.Of([.. open.Pop()]));
        }
    }

    /// <inheritdoc/>
    public override void BeginMap()
    {
        if (wanted is null)
        {
            open.Push([]);
        }
    }

    /// <inheritdoc/>
    public override void Key(ReadOnlySpan<byte> utf8) => Key(Word(utf8));

    /// <inheritdoc/>
    public override void Key(string key)
    {
        if (wanted is null)
        {
            open.Peek().Add(XenValue.Of(key));
        }
        else
        {
            isWanted = key == wanted;
        }
    }

    /// <inheritdoc/>
    public override void EndMap()
    {
        if (wanted is not null)
        {
            return;
        }

        var flat = open.Pop();
        var entries = new KeyValuePair<XenValue, XenValue>[flat.Count / 2];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new(flat[2 * i], flat[(2 * i) + 1]);
        }

        Take(XenValue.Of(entries));
    }

    private void Take(XenValue value)
    {
        if (open.Count > 0)
        {
            open.Peek().Add(value);
        }
        else if (wanted is null || isWanted)
        {
            last = value;
        }
    }

    private string Word(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > WordBytesMost)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        Span<char> text = stackalloc char[WordBytesMost];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        var known = words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(text, out var word))
        {
            return word;
        }

        word = text.ToString();
        if (words.Count < WordsMost)
        {
            words.Add(word, word);
        }

        return word;
    }
}
