using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>Names in what clients declare: they are written as MOF, so they must be names.</summary>
internal static class SchemaNames
{
    private const int LengthMost = 256;

    /// <summary>Refuses a class with something in it that is no name.</summary>
    public static void Check(CimClass c)
    {
        Check(c.Name);
        Check(c.Superclass ?? c.Name);
        Check(c.Qualifiers);
        foreach (var property in c.Properties)
        {
            Check(property.Name, property.Slot);
            Check(property.Qualifiers);
        }

        foreach (var method in c.Methods)
        {
            Check(method.Name);
            Check(method.Qualifiers);
            foreach (var parameter in method.Parameters)
            {
                Check(parameter.Name, parameter.Slot);
                Check(parameter.Qualifiers);
            }
        }
    }

    /// <summary>Refuses a qualifier type whose name is none.</summary>
    public static void Check(CimQualifierType type) => Check(type.Name);

    private static void Check(NamedList<CimQualifier> qualifiers)
    {
        foreach (var qualifier in qualifiers)
        {
            Check(qualifier.Name);
        }
    }

    private static void Check(string name, CimSlot slot)
    {
        Check(name);
        Check(slot.ReferenceClass ?? name);
    }

    private static void Check(string name)
    {
        if (name.Length > LengthMost || !CimName.IsOne(name))
        {
            throw new CimException(CimStatus.InvalidParameter, $"'{(name.Length > 40 ? name[..40] + "…" : name)}' is no name.");
        }
    }
}
