using XenApi.Core.Declarations;

namespace XenApi.Core.Calls;

/// <summary>What the house knows of the listener that a call came through.</summary>
/// <param name="Version">The revision that its clients see.</param>
/// <param name="IsOpen">Whether any name and password will do (<c>--auth none</c>).</param>
public sealed record Door(ApiVersion Version, bool IsOpen)
{
    /// <summary>The messages of its revision.</summary>
    public CallTable Table { get; } = CallTable.Of(Version);
}
