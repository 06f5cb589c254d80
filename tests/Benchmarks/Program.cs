using XenCim.Benchmarks;

// Each benchmark compares in one run, so that a noisy machine disturbs both sides alike; only the ratios count.
var all = new (string Name, Func<Task> Run)[]
{
    ("read", SmallRead.RunAsync),
    ("records", AllRecords.RunAsync),
    ("writes", DurableWrites.RunAsync),
    ("events", EventDelay.RunAsync),
    ("growth", Growth.RunAsync),
    ("footprint", Footprint.RunAsync),
    ("mof", MofSchema.RunAsync),
    ("cim", CimReads.RunAsync),
};

if (args is ["bare", var file])
{
    await BareServer.RunAsync(await File.ReadAllBytesAsync(file));
    return;
}

foreach (var (name, run) in all.Where(b => args.Length == 0 || args.Contains(b.Name)))
{
    Console.WriteLine($"\n== {name}");
    await run();
}
