namespace XenApi.Core.Tasks;

/// <summary>Where a long call tells how far it is; a call that nobody asked to follow tells it to no one.</summary>
public class Progress : IProgress<double>
{
    /// <summary>Nobody is told.</summary>
    public static Progress None { get; } = new();

    /// <summary>Tells the part that is done, from 0 to 1.</summary>
    public virtual void Report(double value)
    {
    }
}
