namespace Cim.Provider.Operations;

/// <summary>Does what a method says. A refusal of the call itself is a <see cref="CimException"/>; a failure of what it does is a return value.</summary>
public delegate Task<MethodResult> MethodHandler(MethodCall call);
