using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>Reads what a client wants of a field, at once, and gives the change as a function of the object as it will be then.</summary>
public delegate Func<XenObject, XenObject> FieldChange(int field, ValueReader reader);
