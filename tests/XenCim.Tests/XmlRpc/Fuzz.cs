namespace XenCim.Tests.XmlRpc;

/// <summary>
/// Runs a fuzz target on many seeds: a fixed few as a smoke test, or fresh ones for as many seconds as
/// <c>XENCIM_FUZZ_SECONDS</c> says. A failure names its seed, and <c>XENCIM_FUZZ_SEED</c> runs that one alone.
/// </summary>
internal static class Fuzz
{
    public static void Run(int smoke, Action<Random> target)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("XENCIM_FUZZ_SEED"), out var only))
        {
            target(new(only));
            return;
        }

        foreach (var seed in Seeds(smoke))
        {
            try
            {
                target(new(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"XENCIM_FUZZ_SEED={seed}: {e.Message}", e);
            }
        }
    }

    private static IEnumerable<int> Seeds(int smoke)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("XENCIM_FUZZ_SECONDS"), out var seconds))
        {
            return Enumerable.Range(0, smoke);
        }

        var end = DateTime.UtcNow.AddSeconds(seconds);
        return Enumerable.Range(Random.Shared.Next(int.MaxValue / 2), int.MaxValue / 2).TakeWhile(_ => DateTime.UtcNow < end);
    }
}
