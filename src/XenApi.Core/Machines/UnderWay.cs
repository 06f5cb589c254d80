using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>
/// Something that is being done with a machine, shown in <c>current_operations</c> until it is over. It is shown and not
/// kept: what a server was doing ends with it.
/// </summary>
internal sealed class UnderWay : IAsyncDisposable
{
    private readonly Store store;
    private readonly Ref<Vm> vm;
    private readonly string key = Guid.NewGuid().ToString();

    private UnderWay(Store store, Ref<Vm> vm) => (this.store, this.vm) = (store, vm);

    /// <summary>Shows it.</summary>
    public static async Task<UnderWay> BeginAsync(Store store, Ref<Vm> vm, VmOperations operation)
    {
        var shown = new UnderWay(store, vm);
        await shown.ChangeAsync(operations => operations.With(shown.key, operation)).ConfigureAwait(false);
        return shown;
    }

    /// <summary>It is over.</summary>
    public async ValueTask DisposeAsync() => await ChangeAsync(operations => operations.Without(key)).ConfigureAwait(false);

    private Task ChangeAsync(Func<Map<string, VmOperations>, Map<string, VmOperations>> change) => store.CommitAsync(changes =>
    {
        if (changes.Find(vm) is { } now)
        {
            changes.PutQuietly(now with { CurrentOperations = change(now.CurrentOperations) });
        }
    });
}
