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
internal sealed class Orders(IHypervisor hypervisor, TimeSpan patience, TimeProvider time)
{
    private const int Retries = 3;

    private readonly ResiliencePipeline pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddTimeout(new TimeoutStrategyOptions { Timeout = patience })
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<HypervisorException>(e => e.Fault == HypervisorFault.Transient),
            MaxRetryAttempts = Retries,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
        })
        .Build();

    /// <summary>Gives an order that answers something.</summary>
    public async Task<T> GiveAsync<T>(Func<IHypervisor, CancellationToken, Task<T>> order, CancellationToken cancelled = default)
    {
        try
        {
            return await pipeline.ExecuteAsync(
                async (given, stop) => await given.order(given.hypervisor, stop).WaitAsync(stop).ConfigureAwait(false),
                (order, hypervisor),
                cancelled).ConfigureAwait(false);
        }
        catch (HypervisorException e)
        {
            throw Told(e);
        }
        catch (TimeoutRejectedException e)
        {
            throw Errors.InternalError($"The hypervisor did not answer within {patience.TotalSeconds:0} s; look at the host's log.", e);
        }
    }

    /// <summary>Gives an order.</summary>
    public Task GiveAsync(Func<IHypervisor, CancellationToken, Task> order, CancellationToken cancelled = default) => GiveAsync(
        async (h, stop) =>
        {
            await order(h, stop).ConfigureAwait(false);
            return true;
        },
        cancelled);

    private static ApiError Told(HypervisorException e) => e.Fault switch
    {
        HypervisorFault.Invalid or HypervisorFault.Unsupported => Errors.ValueNotSupported("hypervisor", "", e.Message, e),
        _ => Errors.InternalError(e.Message, e),
    };
}
