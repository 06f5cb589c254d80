namespace XenApi.Server.XmlRpc;

/// <summary>One value, or one name of a member, of a message: where it is in the document.</summary>
/// <param name="Start">Where its text begins; for a set or a map, where its tag was.</param>
/// <param name="Length">The length of its text in bytes, as it stands.</param>
/// <param name="Shape">What it is.</param>
/// <param name="IsPlain">Whether its text stands for itself.</param>
internal record struct Node(int Start, int Length, Shape Shape, bool IsPlain)
{
    /// <summary>The place of the node that follows it and all that is in it.</summary>
    public int End { get; set; }
}
