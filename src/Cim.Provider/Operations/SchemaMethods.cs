using Cim.Provider.Mof;
using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>ImportSchema of the object manager: texts in MOF become a part of the schema, in one commit.</summary>
internal static class SchemaMethods
{
    /// <summary>The class that has the method.</summary>
    public const string Class = "Xen_ObjectManager";

    /// <summary>The method.</summary>
    public const string Import = "ImportSchema";

    /// <summary>Handles the method.</summary>
    public static void Register(CimService service, CimHouse house) => service.Methods.Add(Class, Import, async call =>
    {
        SchemaRight.Check(call.Caller.Caller);
        var (names, texts) = (Texts(call["Names"]), Texts(call["Texts"]));
        if (names.Length == 0 || names.Length != texts.Length)
        {
            throw new CimException(CimStatus.InvalidParameter, "Names and Texts are as many as each other, and one at least.");
        }

        var source = new MofSent(names, texts);
        var space = call["Namespace"] is { IsNull: false } given ? given.Text : "root/xen";
        var isCheck = call["CheckOnly"] is { IsNull: false, Boolean: true };
        var import = await house.ImportAsync(source, source.First, space, keep: !isCheck).ConfigureAwait(false);
        CimValue[] faults = [.. import.Diagnostics.Select(one => one.ToString()).Concat(import.Faults).Select(CimValue.Of)];
        return new(CimValue.OfInteger(CimType.UInt32, import.IsGood ? 0 : 1), [
            new("Faults", CimValue.OfItems(CimType.StringArray, faults)),
            new("Declarations", CimValue.OfInteger(CimType.UInt32, import.Declarations)),
            new("Changed", CimValue.OfInteger(CimType.UInt32, import.Changed))]);
    });

    private static string[] Texts(CimValue value) => value.IsNull ? [] : [.. value.Items.Select(item => item.IsNull ? "" : item.Text)];
}
