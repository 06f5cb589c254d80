using Hypervisor.Native;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using XenApi.Core.Faults;

namespace XenApi.Core.Hosts;

/// <summary>
/// Gives orders to a hypervisor: tries again what may pass, gives up what takes too long, and says what went wrong
/// in the words of the API, with the cause kept.
/// </summary>
internal sealed class Orders
{
    private const int Retries = 3;

    private readonly IHypervisor hypervisor;
    private readonly TimeProvider time;
    private readonly (ResiliencePipeline Pipeline, TimeSpan Patience) quick;
    private readonly (ResiliencePipeline Pipeline, TimeSpan Patience) slow;

    /// <summary>Orders that may take so long: quick ones, and those that move a machine's memory.</summary>
    public Orders(IHypervisor hypervisor, TimeSpan patience, TimeSpan longPatience, TimeProvider time)
    {
        this.hypervisor = hypervisor;
        this.time = time;
        quick = (Pipeline(patience, time), patience);
        slow = (Pipeline(longPatience, time), longPatience);
    }

    /// <summary>Gives an order that answers something.</summary>
    public Task<T> GiveAsync<T>(Func<IHypervisor, CancellationToken, Task<T>> order, CancellationToken cancelled = default) => GiveAsync(quick, order, cancelled);

    /// <summary>Gives an order.</summary>
    public Task GiveAsync(Func<IHypervisor, CancellationToken, Task> order, CancellationToken cancelled = default) => GiveAsync(quick, Answering(order), cancelled);

    /// <summary>Gives an order that moves memory, and answers something.</summary>
    public Task<T> GiveLongAsync<T>(Func<IHypervisor, CancellationToken, Task<T>> order, CancellationToken cancelled) => GiveAsync(slow, order, cancelled);

    /// <summary>Gives an order that moves memory.</summary>
    public Task GiveLongAsync(Func<IHypervisor, CancellationToken, Task> order, CancellationToken cancelled) => GiveAsync(slow, Answering(order), cancelled);

    private static ResiliencePipeline Pipeline(TimeSpan patience, TimeProvider time) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddTimeout(new TimeoutStrategyOptions { Timeout = patience })
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<HypervisorException>(e => e.Fault == HypervisorFault.Transient),
            MaxRetryAttempts = Retries,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
        })
        .Build();

    private static Func<IHypervisor, CancellationToken, Task<bool>> Answering(Func<IHypervisor, CancellationToken, Task> order) => async (h, stop) =>
    {
        await order(h, stop).ConfigureAwait(false);
        return true;
    };

    private async Task<T> GiveAsync<T>(
        (ResiliencePipeline Pipeline, TimeSpan Patience) way, Func<IHypervisor, CancellationToken, Task<T>> order, CancellationToken cancelled)
    {
        try
        {
            return await way.Pipeline.ExecuteAsync(
                async (given, stop) => await given.This.EndedAsync(given.order(given.This.hypervisor, stop), stop).ConfigureAwait(false),
                (order, This: this),
                cancelled).ConfigureAwait(false);
        }
        catch (HypervisorException e)
        {
            throw Told(e);
        }
        catch (TimeoutException e)
        {
            throw Unanswered(e);
        }
        catch (TimeoutRejectedException e)
        {
            throw Unanswered(e);
        }

        ApiError Unanswered(Exception e) => Errors.InternalError($"The hypervisor did not answer within {way.Patience.TotalSeconds:0} s; look at the host's log.", e);
    }

    // An order that is told to stop has a moment to clean up behind itself: the next order for the domain must not
    // come while it still does. One that is carried out all the same was told too late; one that never ends is left behind.
    private async Task<T> EndedAsync<T>(Task<T> work, CancellationToken stop)
    {
        try
        {
            return await work.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!work.IsCompleted)
        {
            if (await Task.WhenAny(work, Task.Delay(quick.Patience, time, CancellationToken.None)).ConfigureAwait(false) == work)
            {
                return await work.ConfigureAwait(false);
            }

            throw;
        }
    }

    private static ApiError Told(HypervisorException e) => e.Fault switch
    {
        HypervisorFault.OutOfMemory when e is { Needed: { } needed, Available: { } available } => Errors.HostNotEnoughFreeMemory(needed, available, e),
        HypervisorFault.Invalid or HypervisorFault.Unsupported => Errors.ValueNotSupported("hypervisor", "", e.Message, e),
        HypervisorFault.NotFound or HypervisorFault.Busy or HypervisorFault.BadState or HypervisorFault.OutOfMemory or HypervisorFault.OutOfResources
            or HypervisorFault.Unreachable or HypervisorFault.Uncertain =>
            Errors.HypervisorRefused(e.Message, e),
        _ => Errors.InternalError(e.Message, e),
    };
}
