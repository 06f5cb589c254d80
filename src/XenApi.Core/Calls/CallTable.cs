using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using XenApi.Core.Declarations;

namespace XenApi.Core.Calls;

/// <summary>The messages that a listener of one revision serves, found by name without making a string.</summary>
public sealed class CallTable
{
    private const string AsyncPrefix = "Async.";

    private static readonly Call[] Everything = [.. ImplicitCalls.All(DeclaredCalls.All())];

    private static readonly Lazy<CallTable>[] Tables =
        [.. Enum.GetValues<ApiVersion>().Select(version => new Lazy<CallTable>(() => new(version)))];

    private readonly FrozenDictionary<string, Call>.AlternateLookup<ReadOnlySpan<char>> byName;

    private CallTable(ApiVersion version)
    {
        Calls = [.. Everything.Where(call => call.Since <= version)];
        byName = Calls.ToFrozenDictionary(call => call.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Every message of the revision, by name.</summary>
    public IReadOnlyList<Call> Calls { get; }

    /// <summary>The table of a revision.</summary>
    public static CallTable Of(ApiVersion version) => Tables[(int)version].Value;

    /// <summary>Finds a message; <c>Async.</c> names find the message whose twin they are.</summary>
    public bool TryFind(ReadOnlySpan<char> name, [NotNullWhen(true)] out Call? call, out bool isAsync)
    {
        isAsync = name.StartsWith(AsyncPrefix, StringComparison.Ordinal);
        return byName.TryGetValue(isAsync ? name[AsyncPrefix.Length..] : name, out call) && (!isAsync || call.HasAsync);
    }
}
