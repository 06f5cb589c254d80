namespace XenApi.Core.Model;

/// <summary>The whole data model, as the generator found it declared.</summary>
public static partial class XenModel
{
    /// <summary>A class by its wire name; null where there is none.</summary>
    public static XenClass? Class(string name) => Named.Classes.GetValueOrDefault(name);

    // A class of its own: static initialisers of partial classes run in no promised order.
    private static class Named
    {
        internal static readonly Dictionary<string, XenClass> Classes = XenModel.Classes.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }
}
