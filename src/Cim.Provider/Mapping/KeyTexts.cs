using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Mapping;

/// <summary>The keys of a path as a client gave them: with the UUIDs that are in them, in whatever form.</summary>
internal sealed class KeyTexts
{
    /// <summary>The most objects that are looked through where no key holds a UUID.</summary>
    public const int FewMost = 1024;

    private const int UuidLength = 36;
    private const int LengthMost = 1024;

    private readonly CimObjectPath path;

    /// <summary>Looks for UUIDs; the last comes first, as the one of the thing itself stands behind its owner's.</summary>
    public KeyTexts(CimObjectPath path)
    {
        this.path = path;
        foreach (var key in path.Keys)
        {
            if (key.Value is { IsNull: false, Type: CimType.String } value && value.Text.Length <= LengthMost)
            {
                Collect(value.Text);
            }
        }
    }

    /// <summary>The UUIDs, each once.</summary>
    public List<Guid> Ids { get; } = [];

    /// <summary>Whether they are the keys of the instance: a backslash may be a slash, and a UUID or the name of a class in any case of letters.</summary>
    public bool AreOf(Instance instance)
    {
        if (path.Keys.Count != instance.Class.Keys.Length)
        {
            return false;
        }

        foreach (var key in instance.Class.Keys)
        {
            if (path.Keys.Find(key.Name) is not { } given || !Same(key, given.Value, instance[key.Index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(ResolvedProperty key, CimValue given, CimValue own) =>
        given is { IsNull: false, Type: CimType.String } && own is { IsNull: false, Type: CimType.String }
            ? key.Name.EndsWith("CreationClassName", StringComparison.OrdinalIgnoreCase)
                ? given.Text.Equals(own.Text, StringComparison.OrdinalIgnoreCase)
                : given.Text.Equals(own.Text, StringComparison.Ordinal) || Plain(given.Text).Equals(Plain(own.Text), StringComparison.Ordinal)
            : given == own;

    private static string Plain(string text)
    {
        var plain = text.Replace('/', '\\').ToCharArray();
        for (var i = 0; i + UuidLength <= plain.Length; i++)
        {
            if (Guid.TryParseExact(plain.AsSpan(i, UuidLength), "D", out _))
            {
                plain.AsSpan(i, UuidLength).ToString().ToLowerInvariant().CopyTo(plain.AsSpan(i));
                i += UuidLength - 1;
            }
        }

        return new(plain);
    }

    private void Collect(string text)
    {
        for (var i = 0; i + UuidLength <= text.Length; i++)
        {
            if (text[i + 8] == '-' && Guid.TryParseExact(text.AsSpan(i, UuidLength), "D", out var id))
            {
                if (!Ids.Contains(id))
                {
                    Ids.Insert(0, id);
                }

                i += UuidLength - 1;
            }
        }
    }
}
