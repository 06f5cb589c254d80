using System.Collections.Immutable;
using Cim.Provider.Mapping;
using Cim.Provider.Mof;
using Cim.Provider.Schema;
using Microsoft.Extensions.Logging;
using XenApi.Core;
using XenApi.Core.Memory;

namespace Cim.Provider.Operations;

/// <summary>
/// The CIM side, put together once: our schema, compiled at start, and what clients have added to it, kept in the store.
/// A change of the schema is checked whole, kept in one commit, and only then served.
/// </summary>
public sealed partial class CimHouse : IDisposable
{
    private readonly Store store;
    private readonly ILogger<CimHouse> log;
    private readonly BuiltInSchema builtIn;
    private readonly SemaphoreSlim gate = new(1);
    private volatile SchemaState state;

    private CimHouse(Store store, TimeProvider time, ILogger<CimHouse> log, BuiltInSchema builtIn)
    {
        (this.store, this.log, this.builtIn, Time) = (store, log, builtIn, time);
        Facts = new(time) { Namespaces = [.. BuiltInSchema.Names.Select(entry => entry.Name)] };
        state = Restored(KeptSchema.Read(store.Current));
    }

    /// <summary>The namespaces as they are served now.</summary>
    public Catalog Catalog => state.Served.Catalog;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>What there is to say of the server itself.</summary>
    public ServerFacts Facts { get; }

    /// <summary>Compiles our schema, reads what was added, and binds it all.</summary>
    /// <param name="engine">The house.</param>
    /// <param name="log">The log.</param>
    /// <param name="schema">Where our schema is: null for the one that is built in.</param>
    /// <exception cref="SchemaException">Our schema is broken; the message has file and line.</exception>
    public static CimHouse Open(Engine engine, ILogger<CimHouse> log, IMofSource? schema = null)
    {
        var house = Open(engine.Store, engine.Time, log, schema);
        house.Facts.JobKeeping = engine.TaskKeeping;
        return house;
    }

    /// <summary>The same on a store alone: to look at the schema and to change it where no server runs.</summary>
    /// <exception cref="SchemaException">Our schema is broken; the message has file and line.</exception>
    public static CimHouse Open(Store store, TimeProvider time, ILogger<CimHouse> log, IMofSource? schema = null) =>
        new(store, time, log, BuiltInSchema.Compile(schema ?? new MofResources()));

    /// <summary>Adds what a text in MOF declares, and the files that it includes: all of it or nothing.</summary>
    /// <param name="source">Where the files are.</param>
    /// <param name="file">The first file.</param>
    /// <param name="space">The namespace in force at its beginning.</param>
    /// <param name="keep">False to find out only whether it could be added.</param>
    public async Task<MofImport> ImportAsync(IMofSource source, string file, string space, bool keep = true)
    {
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            var target = BuiltInSchema.SpaceOf(space) ?? throw new CimException(CimStatus.InvalidNamespace, $"There is no namespace {space} here.");
            var result = new MofCompiler(source).Compile(file, target, state.Served.Declared, BuiltInSchema.SpaceOf);
            if (!result.IsGood)
            {
                return new(result.Diagnostics, [], 0, 0);
            }

            var import = new SchemaImport(builtIn, result);
            var kept = import.Into(state.Kept);
            var (next, faults) = Next(kept);
            if (next is not null && keep && kept.Puts.Count > 0)
            {
                await KeepAsync(next).ConfigureAwait(false);
            }

            return new(result.Diagnostics, [.. faults.Select(fault => import.Told(fault, source))], import.Count, kept.Puts.Count);
        }
        catch (CimException e)
        {
            return new([], [e.Message], 0, 0);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    /// <summary>Whether a class is one of ours.</summary>
    internal bool IsBuiltIn(string space, string name) => builtIn.HasClass(space, name);

    /// <summary>A declaration of ours in MOF; null where it is none of ours.</summary>
    internal string? OwnText(string space, string kind, string name) => builtIn.Text(space, kind, name);

    /// <summary>Whether a declaration says what one of ours says already.</summary>
    internal bool SaysOurs(string space, CimElement declaration) => builtIn.Says(space, declaration);

    /// <summary>The source of the instances of a class, as it is served now.</summary>
    internal IInstanceSource? Source(string space, string name) => Catalog.Find(space)?.Sources.GetValueOrDefault(name);

    /// <summary>Makes a change of what is kept: it is compiled and bound, then on disk, then served; or it fails and nothing of it happened.</summary>
    /// <param name="change">The schema after the change; it may refuse. While it runs nobody else changes the schema.</param>
    /// <exception cref="CimException">The schema would not hold together.</exception>
    internal async Task ChangeAsync(Func<KeptSchema, KeptSchema> change)
    {
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            var kept = change(state.Kept);
            if (kept == state.Kept)
            {
                return;
            }

            var (next, faults) = Next(kept);
            await KeepAsync(next ?? throw SchemaRefusal.Of(kept, faults)).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task KeepAsync(SchemaState next)
    {
        await store.CommitAsync(next.Kept.Write).ConfigureAwait(false);
        state = next with { Kept = next.Kept.Settled() };
    }

    // Growth is compiled alone on top of what is there; after any other change all that was added is.
    private (SchemaState? Next, IReadOnlyList<SchemaFault> Faults) Next(KeptSchema kept)
    {
        var aside = kept.IsGrowth ? state.Aside : state.Aside.Except(kept.Puts.Select(one => one.Id));
        var (served, faults) = kept.IsGrowth
            ? Built(kept.Puts, state.Served.Declared, state.Served)
            : Built(kept.Declarations.Where(one => !aside.Contains(one.Id)), builtIn.Spaces, state.Served);
        return (served is null ? null : new(kept, aside, served), faults);
    }

    private (ServedSchema? Served, IReadOnlyList<SchemaFault> Faults) Built(
        IEnumerable<XenApi.Core.Model.CimDeclaration> declarations, IReadOnlyDictionary<string, CimNamespace> below, ServedSchema? before)
    {
        var texts = new DeclarationTexts(declarations);
        var (spaces, faults) = texts.Compile(below);
        if (faults.Count > 0)
        {
            return (null, faults);
        }

        var added = spaces.ToDictionary(space => space.Name, StringComparer.OrdinalIgnoreCase);
        var declared = below.ToDictionary(
            entry => entry.Key, entry => added.TryGetValue(entry.Key, out var more) ? entry.Value.With(more) : entry.Value, StringComparer.OrdinalIgnoreCase);
        var (served, mapping) = ServedSchema.Build(this, declared, before);
        return (served, [.. mapping.Select(texts.Fault)]);
    }

    // What an upgrade of our schema has made senseless is left aside, not lost: the rest is served.
    private SchemaState Restored(KeptSchema kept)
    {
        var aside = ImmutableHashSet<Guid>.Empty;
        while (true)
        {
            var left = kept.Declarations.Where(one => !aside.Contains(one.Id)).ToList();
            var (served, faults) = Built(left, builtIn.Spaces, null);
            if (served is not null)
            {
                return new(kept, aside, served);
            }

            if (left.Count == 0)
            {
                throw new SchemaException(faults.Select(fault => fault.Whole));
            }

            // A fault that is in none of them comes of all together.
            var guilty = faults.Where(fault => fault.Declaration is not null).DistinctBy(fault => fault.Declaration!.Id)
                .Select(fault => (Declaration: fault.Declaration!, fault.Message)).ToList();
            foreach (var (declaration, message) in guilty.Count > 0 ? guilty : [.. left.Select(one => (one, faults[0].Message))])
            {
                LogLeftAside(declaration.Kind, declaration.Name, declaration.Namespace, message);
                aside = aside.Add(declaration.Id);
            }
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "The {Kind} {Name} of {Namespace}, which was added to the schema, does not fit any more and is left aside: {Reason}")]
    private partial void LogLeftAside(string kind, string name, string @namespace, string reason);

    private sealed record SchemaState(KeptSchema Kept, ImmutableHashSet<Guid> Aside, ServedSchema Served);
}
