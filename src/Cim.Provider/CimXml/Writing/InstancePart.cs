namespace Cim.Provider.CimXml.Writing;

/// <summary>A part of an instance that is written: bytes that are the same for many, and a property behind them that is not.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Property">The property; null at the end.</param>
internal readonly record struct InstancePart(byte[] Bytes, PropertyPlan? Property);
