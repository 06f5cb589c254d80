namespace XenApi.Generator;

/// <summary>A piece of generated text that stands for one declaration; equal text is not written again.</summary>
internal sealed record Part(string Name, string WireName, string Text);
