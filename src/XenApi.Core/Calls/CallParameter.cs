namespace XenApi.Core.Calls;

/// <summary>A parameter of a call, the session left out.</summary>
/// <param name="Name">The wire name.</param>
/// <param name="Type">The wire type.</param>
/// <param name="IsOptional">Whether clients may leave it out; only at the end.</param>
public sealed record CallParameter(string Name, string Type, bool IsOptional = false);
