namespace Hypervisor.Native.Xen;

/// <summary>
/// Notes, in xenstore, of what is being done to domains: they outlive the server and not the host. Where the server was killed
/// in the middle, the next start finds them and puts things right.
/// </summary>
internal sealed class Makings(XenStore store)
{
    private const string Root = "/tool/xencim";
    private const string Making = "making";
    private const string Saving = "saving";
    private const string Paused = "paused";
    private const string Away = "away";

    /// <summary>What the name of a domain ends with while it comes here: xl writes it so.</summary>
    public const string Coming = "--incoming";

    /// <summary>What the name of a domain ends with when it has gone elsewhere: xl writes it so.</summary>
    public const string Leaving = "--migratedaway";

    /// <summary>A domain is being made, until what is answered is disposed of.</summary>
    public IDisposable Make(Guid domain) => new Note(store, $"{Root}/{Making}/{domain}", "");

    /// <summary>A domain is being saved or moved, until what is answered is disposed of.</summary>
    public IDisposable Save(Guid domain, Domain now) => new Note(store, $"{Root}/{Saving}/{domain}", now.State == DomainState.Paused ? Paused : "");

    /// <summary>A domain that came from another host is let run, until what is answered is disposed of.</summary>
    public IDisposable Go(Guid domain) => new Note(store, $"{Root}/{Saving}/{domain}", "");

    /// <summary>Another host may have a domain from now on: it must not run on here by itself.</summary>
    public void SendAway(Guid domain, uint number) => store.Write($"{Root}/{Away}/{domain}", $"{number}");

    /// <summary>A domain is here again, or gone altogether.</summary>
    public void TakeBack(Guid domain) => store.Remove($"{Root}/{Away}/{domain}");

    /// <summary>Whether another host may have a domain.</summary>
    public bool IsAway(Guid domain, uint number) => store.Read($"{Root}/{Away}/{domain}") == $"{number}";

    /// <summary>The domains that another host may have.</summary>
    public IReadOnlyList<Guid> Gone() => Domains(Away);

    /// <summary>The domains that were being made when the server was killed.</summary>
    public IReadOnlyList<Guid> HalfMade() => Domains(Making);

    /// <summary>The domains that were being saved or moved when the server was killed.</summary>
    public IReadOnlyList<(Guid Domain, bool WasPaused)> HalfSaved() => [.. Domains(Saving).Select(id => (id, store.Read($"{Root}/{Saving}/{id}") == Paused))];

    /// <summary>All is right again.</summary>
    public void Clear()
    {
        store.Remove($"{Root}/{Making}");
        store.Remove($"{Root}/{Saving}");
    }

    private List<Guid> Domains(string kind) => [.. store.List($"{Root}/{kind}").Select(name => Guid.TryParse(name, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];

    private sealed class Note : IDisposable
    {
        private readonly XenStore store;
        private readonly string path;

        public Note(XenStore store, string path, string text)
        {
            (this.store, this.path) = (store, path);
            store.Write(path, text);
        }

        public void Dispose() => store.Remove(path);
    }
}
