namespace XenApi.Core.Values;

/// <summary>
/// Reads values one after the other: the arguments of a message, or a row of the journal. The mirror image of
/// <see cref="ValueWriter"/>. Every method takes the next value and moves on.
/// </summary>
/// <remarks>
/// A value of the wrong shape is the caller's error: <c>VALUE_NOT_SUPPORTED(subject, value, reason)</c>, where the
/// subject is the parameter or member last named by <see cref="At"/>.
/// </remarks>
public abstract class ValueReader
{
    /// <summary>The parameter or member that is being read, for the error texts.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The shape of the next value.</summary>
    public abstract ValueKind Kind { get; }

    /// <summary>Names what is read next.</summary>
    public ValueReader At(string subject)
    {
        Subject = subject;
        return this;
    }

    /// <summary>Reads text.</summary>
    public abstract string String();

    /// <summary>Reads a whole number: a number, or text of decimal digits.</summary>
    public abstract long Int();

    /// <summary>Reads a floating-point number; a whole number will do.</summary>
    public abstract double Double();

    /// <summary>Reads true or false; 0 and 1 will do.</summary>
    public abstract bool Bool();

    /// <summary>Reads a moment in UTC.</summary>
    public abstract DateTimeOffset DateTime();

    /// <summary>
    /// Reads a reference, with or without <c>OpaqueRef:</c> before it. An empty string, <c>OpaqueRef:NULL</c> and
    /// nil are the null reference. Text that is no UUID refers to nothing: <c>HANDLE_INVALID(className, text)</c>.
    /// </summary>
    public abstract Guid? Ref(string className);

    /// <summary>Begins a set.</summary>
    public abstract void BeginSet();

    /// <summary>Moves to the next item of the set, or ends the set.</summary>
    public abstract bool NextItem();

    /// <summary>Begins a map or a record.</summary>
    public abstract void BeginMap();

    /// <summary>Moves to the next key and its value, or ends the map. A key that comes twice is <c>MAP_DUPLICATE_KEY</c>.</summary>
    public abstract bool NextKey(out string key);

    /// <summary>Leaves the next value out, however deep it is.</summary>
    public abstract void Skip();
}
