using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>A call of a method, checked: who handles it finds everything as the schema says.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Space">The namespace.</param>
/// <param name="Class">The class that was called, or whose instance was.</param>
/// <param name="Target">The instance; null where the class itself was called.</param>
/// <param name="Arguments">A value for each input parameter, in the order of the method; NULL where none was given.</param>
public sealed record MethodCall(CimCaller Caller, CimSpace Space, ResolvedClass Class, Instance? Target, NamedList<CimPropertyValue> Arguments)
{
    /// <summary>The value of an input parameter.</summary>
    public CimValue this[string parameter] => Arguments.Find(parameter)?.Value ?? CimValue.Null(CimType.String);
}
