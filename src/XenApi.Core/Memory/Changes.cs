namespace XenApi.Core.Memory;

/// <summary>A commit in the making.</summary>
public sealed class Changes
{
}
