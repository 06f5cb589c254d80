namespace XenCim.Tests.Facts;

/// <summary>A class as the document has it.</summary>
public sealed record SpecifiedClass(string Name, List<SpecifiedField> Fields, List<SpecifiedMessage> Messages);

/// <summary>A field as the document has it; the qualifier is ROrun, ROins or RW.</summary>
public sealed record SpecifiedField(string Name, string Type, string Qualifier);

/// <summary>A message as the document has it; the parameters leave the session out.</summary>
public sealed record SpecifiedMessage(
    string Name, List<SpecifiedParameter> Parameters, string Result, List<string> Errors, bool TakesSession, bool HasAsync);

/// <summary>A parameter of a message, or a member of a structure.</summary>
public sealed record SpecifiedParameter(string Name, string Type);
