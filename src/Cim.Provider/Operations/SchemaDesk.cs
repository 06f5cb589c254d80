using Cim.Provider.Mof;
using Microsoft.Extensions.Logging;
using XenApi.Core.Memory;

namespace Cim.Provider.Operations;

/// <summary>Checks and imports files in MOF where no server runs: the commands <c>mof check</c> and <c>mof import</c>.</summary>
/// <param name="stateDirectory">Where the state is.</param>
/// <param name="logs">Makes the logs.</param>
/// <param name="says">Takes what came of it.</param>
/// <param name="complains">Takes what is wrong.</param>
public sealed class SchemaDesk(string stateDirectory, ILoggerFactory logs, TextWriter says, TextWriter complains)
{
    /// <summary>Compiles files on top of our own schema and of what was added to it.</summary>
    /// <returns>Whether nothing is wrong with them.</returns>
    public async Task<bool> CheckAsync(IReadOnlyList<string> files, string space)
    {
        var import = await AddAsync(Kept(), files, space, keep: false).ConfigureAwait(false);
        if (import.IsGood)
        {
            await says.WriteLineAsync($"Nothing is wrong. Declarations: {import.Declarations}, of them new or changed: {import.Changed}.").ConfigureAwait(false);
        }

        return import.IsGood;
    }

    /// <summary>Adds what files declare to the schema.</summary>
    /// <returns>Whether it was added; otherwise nothing of it was.</returns>
    /// <exception cref="JournalException">A server runs, or the state cannot be opened.</exception>
    public async Task<bool> ImportAsync(IReadOnlyList<string> files, string space)
    {
        var import = await AddAsync(SqliteJournal.Open(stateDirectory), files, space, keep: true).ConfigureAwait(false);
        await (import.IsGood
            ? says.WriteLineAsync($"Imported. Declarations: {import.Declarations}, of them new or changed: {import.Changed}.")
            : complains.WriteLineAsync("Nothing was imported.")).ConfigureAwait(false);
        return import.IsGood;
    }

    private async Task<MofImport> AddAsync(IJournal journal, IReadOnlyList<string> files, string space, bool keep)
    {
        var store = Store.Open(journal, 1, TimeProvider.System);
        await using (store.ConfigureAwait(false))
        {
            using var house = CimHouse.Open(store, TimeProvider.System, logs.CreateLogger<CimHouse>());
            var import = await house.ImportAsync(new MofPaths(files, space), MofPaths.First, space, keep).ConfigureAwait(false);
            foreach (var wrong in import.Diagnostics.Select(one => one.ToString()).Concat(import.Faults))
            {
                await complains.WriteLineAsync(wrong).ConfigureAwait(false);
            }

            return import;
        }
    }

    // A check needs no state, and does not make one.
    private IJournal Kept()
    {
        try
        {
            return SqliteJournal.IsThere(stateDirectory) ? SqliteJournal.Open(stateDirectory) : new NoJournal();
        }
        catch (JournalException e)
        {
            complains.WriteLine($"{e.Message} What was added to the schema there is not known to this check.");
            return new NoJournal();
        }
    }
}
