using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Operations;

/// <summary>An instance with the values that a test gives it.</summary>
internal sealed class FixedInstance(ResolvedClass c, NamedList<CimPropertyValue> values) : Instance(c)
{
    public override CimValue this[int property] => values.Find(Class.Properties[property].Name)?.Value ?? Class.Properties[property].Default;
}
