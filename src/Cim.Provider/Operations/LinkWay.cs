using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>A way by which instances of an association refer to instances of a class.</summary>
/// <param name="Space">The namespace of the association.</param>
/// <param name="Source">Where its instances come from.</param>
/// <param name="Reference">The reference that leads to the class.</param>
internal sealed record LinkWay(CimSpace Space, ILinkSource Source, ResolvedProperty Reference);
