using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>What an instance is made of: an object of the Xen API and, where one object makes several instances, the item of this one.</summary>
/// <param name="Object">The object; null for what belongs to the server itself.</param>
/// <param name="Item">The number, element or key; NULL where one object makes one instance.</param>
/// <param name="ItemValue">The value under the key.</param>
internal readonly record struct Origin(XenObject? Object, XenValue Item, XenValue ItemValue)
{
    /// <summary>An object that makes one instance.</summary>
    public static Origin Of(XenObject? found) => new(found, XenValue.Null, XenValue.Null);
}
