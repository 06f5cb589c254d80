namespace Cim.Provider.Mapping;

/// <summary>A UUID as a value: one instance tells it several times, and it is put into words once.</summary>
internal sealed class Uuid
{
    [ThreadStatic]
    private static Uuid? last;

    private string? text;

    private Uuid(Guid id) => Id = id;

    /// <summary>The UUID.</summary>
    public Guid Id { get; }

    /// <summary>In words.</summary>
    public string Text => text ??= Id.ToString();

    /// <summary>The value of a UUID; the last of a thread is at hand.</summary>
    public static Uuid Of(Guid id) => last is { } at && at.Id == id ? at : last = new(id);
}
