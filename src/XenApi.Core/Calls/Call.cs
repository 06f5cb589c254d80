using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Calls;

/// <summary>A message of the Xen API.</summary>
public sealed record Call
{
    /// <summary>The wire name, <c>class.message</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence.</summary>
    public required string Description { get; init; }

    /// <summary>The least role that may call it.</summary>
    public required Role Role { get; init; }

    /// <summary>The revision it came with.</summary>
    public required ApiVersion Since { get; init; }

    /// <summary>Whether it comes before a login.</summary>
    public bool WithoutSession { get; init; }

    /// <summary>Whether there is an <c>Async.</c> twin.</summary>
    public bool HasAsync { get; init; }

    /// <summary>The error codes beyond the generic ones.</summary>
    public string[] Errors { get; init; } = [];

    /// <summary>The class of the object that the first parameter names; null for a message of the class itself.</summary>
    public XenClass? Self { get; init; }

    /// <summary>The class whose measurements the answer tells; null where it tells none. They are brought up to date first.</summary>
    public XenClass? Measured { get; init; }

    /// <summary>The parameters, the session left out.</summary>
    public required CallParameter[] Parameters { get; init; }

    /// <summary>The wire type of the result.</summary>
    public required string Result { get; init; }

    /// <summary>What it does.</summary>
    public required CallBody Body { get; init; }

    /// <summary>Of a setter that does nothing but change the field: the change alone, so that several can be one commit; null of any other call.</summary>
    public Func<ValueReader, Func<XenObject, XenObject>>? Change { get; init; }

    /// <summary>How many parameters must be given, the session left out.</summary>
    public int Required => Array.FindLastIndex(Parameters, p => !p.IsOptional) + 1;
}
