using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>What the journal has to keep of one object.</summary>
/// <param name="Class">The class.</param>
/// <param name="Id">The object.</param>
/// <param name="Body">The object in JSON; null where it is removed.</param>
public readonly record struct Row(XenClass Class, Guid Id, ReadOnlyMemory<byte>? Body);
