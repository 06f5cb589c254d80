using System.Collections.Frozen;

namespace Cim.Provider.Schema;

/// <summary>What the intrinsic types are called and how a type and the array of it belong together (DSP0004 §5.2.2).</summary>
public static class CimTypes
{
    private const int ArrayStep = CimType.BooleanArray - CimType.Boolean;

    private static readonly FrozenDictionary<string, CimType> Names = new Dictionary<string, CimType>
    {
        ["boolean"] = CimType.Boolean,
        ["uint8"] = CimType.UInt8,
        ["sint8"] = CimType.SInt8,
        ["uint16"] = CimType.UInt16,
        ["sint16"] = CimType.SInt16,
        ["uint32"] = CimType.UInt32,
        ["sint32"] = CimType.SInt32,
        ["uint64"] = CimType.UInt64,
        ["sint64"] = CimType.SInt64,
        ["real32"] = CimType.Real32,
        ["real64"] = CimType.Real64,
        ["char16"] = CimType.Char16,
        ["datetime"] = CimType.DateTime,
        ["string"] = CimType.String,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the type that a name of MOF means, in any case of letters. References and objects have no such name.</summary>
    public static bool TryParse(string name, out CimType type) => Names.TryGetValue(name, out type);

    extension(CimType type)
    {
        /// <summary>Whether values are arrays.</summary>
        public bool IsArray => type >= CimType.BooleanArray;

        /// <summary>The type of an array's items; a type that is no array is its own.</summary>
        public CimType Item => type.IsArray ? type - ArrayStep : type;

        /// <summary>The type of arrays of this type.</summary>
        public CimType Array => type.IsArray ? type : type + ArrayStep;

        /// <summary>Whether values are whole numbers.</summary>
        public bool IsInteger => type is >= CimType.UInt8 and <= CimType.SInt64;

        /// <summary>Whether values are real numbers.</summary>
        public bool IsReal => type is CimType.Real32 or CimType.Real64;

        /// <summary>The least whole number of the type; zero where it is none.</summary>
        public Int128 Least => type switch
        {
            CimType.SInt8 => sbyte.MinValue,
            CimType.SInt16 => short.MinValue,
            CimType.SInt32 => int.MinValue,
            CimType.SInt64 => long.MinValue,
            _ => 0,
        };

        /// <summary>The greatest whole number of the type; zero where it is none.</summary>
        public Int128 Greatest => type switch
        {
            CimType.UInt8 => byte.MaxValue,
            CimType.SInt8 => sbyte.MaxValue,
            CimType.UInt16 => ushort.MaxValue,
            CimType.SInt16 => short.MaxValue,
            CimType.UInt32 => uint.MaxValue,
            CimType.SInt32 => int.MaxValue,
            CimType.UInt64 => ulong.MaxValue,
            CimType.SInt64 => long.MaxValue,
            _ => 0,
        };

        /// <summary>The name as MOF spells it, with <c>[]</c> for an array.</summary>
        public string MofName
        {
            get
            {
                var name = type.Item switch
                {
                    CimType.Reference => "REF",
                    CimType.Instance => "instance",
                    var item => item.ToString().ToLowerInvariant(),
                };
                return type.IsArray ? name + "[]" : name;
            }
        }
    }
}
