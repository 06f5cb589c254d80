using Cim.Provider.Queries;

namespace Cim.Provider.Operations;

/// <content>Enumerations that are pulled (DSP0200 §5.3.2.24).</content>
public sealed partial class CimService
{
    private readonly OpenEnumerations enumerations = new(limits ?? EnumerationLimits.Default, time ?? TimeProvider.System);

    /// <summary>Opens an enumeration of what another operation answers.</summary>
    /// <param name="caller">Whose it is.</param>
    /// <param name="kind">What it gives.</param>
    /// <param name="found">What is enumerated.</param>
    /// <param name="filterLanguage">The language of the filter; null where there is none.</param>
    /// <param name="filter">Which of the instances are wanted; null where all are.</param>
    /// <param name="timeout">For how long it waits for the next pull; null leaves that to the server.</param>
    /// <param name="continueOnError">Whether it should go on after an error, which it does not.</param>
    /// <param name="max">The most instances to answer right away.</param>
    /// <param name="shape">What the protocol wants to know at each pull.</param>
    public PullOpened Open(
        CimCaller caller, EnumerationKind kind, IEnumerable<FoundInstance> found, string? filterLanguage, string? filter, TimeSpan? timeout, bool continueOnError, uint max, object? shape = null)
    {
        var space = Catalog.Space(caller.Namespace);
        var limits = enumerations.Limits;
        if (timeout <= TimeSpan.Zero || timeout > limits.TimeoutMost)
        {
            throw new CimException(CimStatus.InvalidOperationTimeout, $"An enumeration waits for the next pull for 1 to {limits.TimeoutMost.TotalSeconds} seconds.");
        }

        if (continueOnError)
        {
            throw new CimException(CimStatus.ContinuationOnErrorNotSupported, "An enumeration ends with its first error.");
        }

        if (filterLanguage is null != filter is null)
        {
            throw new CimException(CimStatus.InvalidParameter, "FilterQueryLanguage and FilterQuery are given together, or not at all.");
        }

        var wanted = filter is null ? found : Filtered(found, QueryParser.Parse(QueryLanguage.OfFilters(filterLanguage!), filter, space.Classes));
        var enumeration = new OpenEnumeration(kind, OwnerOf(caller), space.Name, wanted, timeout ?? limits.TimeoutUsual, shape);
        var (first, isEnd) = Take(enumeration, max);
        return new(isEnd ? null : enumerations.Keep(enumeration), first);
    }

    /// <summary>Takes more of an open enumeration; the end closes it, and so does an error.</summary>
    public PullBatch Pull(CimCaller caller, EnumerationKind kind, string context, uint max)
    {
        var enumeration = enumerations.Get(context, OwnerOf(caller), Catalog.Space(caller.Namespace).Name);
        if (enumeration.Kind != kind)
        {
            throw new CimException(CimStatus.InvalidEnumerationContext, "The enumeration was opened by an operation to which another one belongs for pulling.");
        }

        try
        {
            var (found, isEnd) = Take(enumeration, max);
            if (isEnd)
            {
                enumerations.Close(context);
            }

            return new(found, isEnd, enumeration.Shape);
        }
        catch (CimException)
        {
            enumerations.Close(context);
            throw;
        }
    }

    /// <summary>Closes an open enumeration before its end.</summary>
    public void Close(CimCaller caller, string context)
    {
        enumerations.Get(context, OwnerOf(caller), Catalog.Space(caller.Namespace).Name);
        enumerations.Close(context);
    }

    /// <summary>How many instances are left in an open enumeration. It goes through them.</summary>
    public ulong Count(CimCaller caller, string context) => enumerations.Get(context, OwnerOf(caller), Catalog.Space(caller.Namespace).Name).Count();

    // Whether the filter fits the types of properties shows with the first instance: at the opening, even if nothing is asked for yet.
    private static IEnumerable<FoundInstance> Filtered(IEnumerable<FoundInstance> found, Query filter)
    {
        foreach (var first in found.Take(1))
        {
            filter.Means(first.Instance);
        }

        return found.Where(one => filter.Means(one.Instance));
    }

    private static string OwnerOf(CimCaller caller) => caller.Caller.Session.User.Id?.ToString() ?? caller.Caller.Session.UserName;

    private (List<FoundInstance> Found, bool IsEnd) Take(OpenEnumeration enumeration, uint max) => enumeration.Take((int)Math.Min(max, (uint)enumerations.Limits.BatchMost));
}
