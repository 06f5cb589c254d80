using System.Collections.Frozen;
using System.Globalization;
using Cim.Provider.Mapping;
using Cim.Provider.Mof;
using Cim.Provider.Schema;
using Microsoft.Extensions.Logging;
using XenApi.Core;
using XenApi.Core.Declarations;
using XenApi.Core.Model;

namespace Cim.Provider.Operations;

/// <summary>
/// The CIM side, put together once: our schema, compiled at start, and what clients have added to it, kept in the store.
/// A change of the schema is checked whole, kept in one commit, and only then served.
/// </summary>
public sealed partial class CimHouse : IDisposable
{
    private const string Main = "xencim.mof";

    private static readonly (string Space, string[] Names)[] BuiltIn =
    [
        ("root/xen", ["root/xen", "root/cimv2"]),
        ("interop", ["interop", "root/interop"]),
    ];

    private readonly Engine engine;
    private readonly ServerFacts facts;
    private readonly ILogger<CimHouse> log;
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, CimNamespace> builtIn;
    private KeptSchema kept;
    private volatile Catalog catalog;

    private CimHouse(Engine engine, ServerFacts facts, ILogger<CimHouse> log, Dictionary<string, CimNamespace> builtIn)
    {
        (this.engine, this.facts, this.log, this.builtIn) = (engine, facts, log, builtIn);
        facts.Namespaces = [.. BuiltIn.SelectMany(part => part.Names)];
        kept = KeptSchema.Read(engine.Store.Current);
        catalog = Restored();
    }

    /// <summary>The namespaces as they are served now.</summary>
    public Catalog Catalog => catalog;

    /// <summary>The house behind it.</summary>
    public Engine Engine => engine;

    /// <summary>What there is to say of the server itself.</summary>
    public ServerFacts Facts => facts;

    /// <summary>Compiles our schema, reads what was added, and binds it all.</summary>
    /// <param name="engine">The house.</param>
    /// <param name="log">The log.</param>
    /// <param name="schema">Where our schema is: null for the one that is built in.</param>
    /// <exception cref="SchemaException">Our schema is broken; the message has file and line.</exception>
    public static CimHouse Open(Engine engine, ILogger<CimHouse> log, IMofSource? schema = null)
    {
        var result = new MofCompiler(schema ?? new MofResources()).Compile(Main);
        return result.IsGood
            ? new(engine, new(engine.Time), log, BuiltIn.ToDictionary(part => part.Space, part => result.Find(part.Space) ?? new(part.Space, [], [], []), StringComparer.OrdinalIgnoreCase))
            : throw new SchemaException(result.Diagnostics.Select(one => one.ToString()));
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    /// <summary>Compiles a text on top of what is there.</summary>
    internal MofResult Compile(IMofSource source, string file, string space) => new MofCompiler(source).Compile(file, space, Known(kept));

    /// <summary>The name of the namespace behind a name; null where there is none.</summary>
    internal static string? SpaceOf(string name) =>
        BuiltIn.FirstOrDefault(part => part.Names.Contains(name.Trim('/'), StringComparer.OrdinalIgnoreCase)).Space;

    /// <summary>Whether a class or a qualifier type is one of ours.</summary>
    internal bool IsBuiltIn(string space, string kind, string name) =>
        kind == CimKind.Class ? builtIn[space].Classes.ContainsKey(name) : kind == CimKind.Qualifier && builtIn[space].QualifierTypes.ContainsKey(name);

    /// <summary>What clients have added, as it is now.</summary>
    internal KeptSchema Kept => kept;

    /// <summary>Makes a change of what is kept: it is compiled and bound, then on disk, then served; or it fails and nothing of it happened.</summary>
    /// <param name="change">The schema after the change; it may refuse.</param>
    /// <exception cref="CimException">The schema would not hold together.</exception>
    internal async Task ChangeAsync(Func<KeptSchema, KeptSchema> change)
    {
        await gate.WaitAsync(engine.Stopping).ConfigureAwait(false);
        try
        {
            var before = kept;
            var after = change(before);
            var (next, faults) = Built(after);
            if (next is null)
            {
                throw new CimException(CimStatus.InvalidParameter, faults[0]);
            }

            await engine.Store.CommitAsync(changes => after.Write(changes, before)).ConfigureAwait(false);
            (kept, catalog) = (after, next);
        }
        finally
        {
            gate.Release();
        }
    }

    // What an upgrade of our schema has made senseless is left aside, not lost: the rest is served.
    private Catalog Restored()
    {
        var (whole, faults) = Built(kept);
        if (whole is not null)
        {
            return whole;
        }

        if (kept.Declarations.Count == 0)
        {
            throw new SchemaException(faults);
        }

        var good = KeptSchema.Empty;
        var present = Built(good).Catalog ?? throw new SchemaException(Built(good).Faults);
        foreach (var declaration in kept.Declarations)
        {
            var (more, why) = Built(good.With(declaration));
            if (more is null)
            {
                LogLeftAside(declaration.Namespace, declaration.Kind, declaration.Name, why[0]);
            }
            else
            {
                (good, present) = (good.With(declaration), more);
            }
        }

        return present;
    }

    private Dictionary<string, CimNamespace> Known(KeptSchema added)
    {
        var compiled = added.Compile(builtIn);
        return BuiltIn.SelectMany(part => part.Names.Select(name => (name, part.Space)))
            .ToDictionary(pair => pair.name, pair => Merged(pair.Space, compiled.Result?.Find(pair.Space)), StringComparer.OrdinalIgnoreCase);
    }

    private (Catalog? Catalog, IReadOnlyList<string> Faults) Built(KeptSchema added)
    {
        var (compiled, errors) = added.Compile(builtIn);
        if (errors.Count > 0)
        {
            return (null, errors);
        }

        var sources = new Dictionary<(string, string), IInstanceSource>();
        var mappings = new List<SpaceMapping>();
        foreach (var (space, _) in BuiltIn)
        {
            var whole = Merged(space, compiled?.Find(space));
            var tree = new ClassTree(whole.Classes);
            var instances = whole.Instances.GroupBy(instance => instance.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(group => group.Key, IInstanceSource (group) => new FixedSource(space, tree.Find(group.Key)!, group, Find), StringComparer.OrdinalIgnoreCase);
            mappings.Add(new(space, tree, instances));
        }

        var (bound, faults) = SourceBinder.Bind(mappings, facts);
        if (faults.Count > 0)
        {
            return (null, [.. faults.Select(fault => fault.ToString())]);
        }

        sources = new(bound.Select(entry => KeyValuePair.Create((entry.Key.Space.ToLowerInvariant(), entry.Key.Class.ToLowerInvariant()), entry.Value)));
        var spaces = mappings.ToDictionary(mapping => mapping.Name, mapping => Space(mapping, Merged(mapping.Name, compiled?.Find(mapping.Name)), bound));
        return (new(BuiltIn.SelectMany(part => part.Names.Select(name => (name, spaces[part.Space])))), []);

        IInstanceSource? Find(string space, string c) => sources.GetValueOrDefault((space.ToLowerInvariant(), c.ToLowerInvariant()));
    }

    private CimSpace Space(SpaceMapping mapping, CimNamespace whole, IReadOnlyDictionary<(string Space, string Class), IInstanceSource> bound)
    {
        var sources = bound.Where(entry => entry.Key.Space == mapping.Name).ToFrozenDictionary(entry => entry.Key.Class, entry => entry.Value, StringComparer.OrdinalIgnoreCase);
        var writers = new Dictionary<string, IInstanceWriter>(StringComparer.OrdinalIgnoreCase);
        foreach (var c in mapping.Classes.All)
        {
            if (sources.GetValueOrDefault(c.Name) is IMeasuredSource mapped)
            {
                writers[c.Name] = mapped.Writer;
            }
            else if (sources.GetValueOrDefault(c.Name) is null or FixedSource && !c.Is("Abstract") && !IsBuiltIn(mapping.Name, CimKind.Class, c.Name))
            {
                writers[c.Name] = new DeclaredWriter(this, mapping.Name);
            }
        }

        return new(mapping.Name, mapping.Classes, whole.QualifierTypes, sources, writers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    private CimNamespace Merged(string space, CimNamespace? added)
    {
        var own = builtIn[space];
        return added is null ? own : new(
            space,
            own.QualifierTypes.Values.Where(type => !added.QualifierTypes.ContainsKey(type.Name)).Concat(added.QualifierTypes.Values),
            own.Classes.Values.Where(c => !added.Classes.ContainsKey(c.Name)).Concat(added.Classes.Values),
            own.Instances.Concat(added.Instances));
    }

    [LoggerMessage(40, LogLevel.Warning, "The {Kind} {Name} of {Namespace}, which was added to the schema, does not fit any more and is left aside: {Reason}")]
    private partial void LogLeftAside(string @namespace, string kind, string name, string reason);
}
