using XenApi.Core.Declarations;
using XenApi.Core.Model;

namespace XenApi.Core.Values;

/// <summary>
/// The pen that the model writes values with. It knows no class; each wire and the journal have one. The mirror
/// image is <see cref="ValueReader"/>.
/// </summary>
public abstract class ValueWriter
{
    /// <summary>What the reader on the other side knows; newer fields and values are left out.</summary>
    public abstract ApiVersion Version { get; }

    /// <summary>Writes text.</summary>
    public abstract void String(string value);

    /// <summary>Writes text that is UTF-8 already.</summary>
    public abstract void String(ReadOnlySpan<byte> utf8);

    /// <summary>Writes a whole number.</summary>
    public abstract void Int(long value);

    /// <summary>Writes a floating-point number.</summary>
    public abstract void Double(double value);

    /// <summary>Writes true or false.</summary>
    public abstract void Bool(bool value);

    /// <summary>Writes a moment; what is below a second is cut.</summary>
    public abstract void DateTime(DateTimeOffset value);

    /// <summary>Writes a reference; null is an empty string.</summary>
    public abstract void Ref(Guid? id);

    /// <summary>Writes the empty result of a message that answers nothing.</summary>
    public abstract void Void();

    /// <summary>Begins a set; its items follow, one value each.</summary>
    public abstract void BeginSet();

    /// <summary>Ends a set.</summary>
    public abstract void EndSet();

    /// <summary>Begins a map or a record; keys and values follow in turn.</summary>
    public abstract void BeginMap();

    /// <summary>Writes the key of the value that follows: a declared name or a reference, which no wire has to escape.</summary>
    public abstract void Key(ReadOnlySpan<byte> utf8);

    /// <summary>Writes the key of the value that follows.</summary>
    public abstract void Key(string key);

    /// <summary>Ends a map or a record.</summary>
    public abstract void EndMap();

    /// <summary>Writes entries of a map: the records of objects by their references. There may be very many.</summary>
    public virtual void Records(ReadOnlyMemory<XenObject> objects) => Each(objects.Span);

    /// <summary>Writes records one after the other.</summary>
    protected void Each(ReadOnlySpan<XenObject> objects)
    {
        Span<byte> key = stackalloc byte[36];
        foreach (var found in objects)
        {
            found.Id.TryFormat(key, out _);
            Key(key);
            found.WriteRecord(this);
        }
    }
}
