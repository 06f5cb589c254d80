using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>The type of an expression in the notation of the model's fields: <c>int</c>, <c>ref&lt;VM&gt;</c>, <c>set&lt;…&gt;</c>; empty where it is only known at run time.</summary>
internal readonly record struct FieldType(string Name)
{
    /// <summary>Known at run time only.</summary>
    public static FieldType Unknown => new("");

    /// <summary>Text.</summary>
    public static FieldType Text => new("string");

    /// <summary>A whole number.</summary>
    public static FieldType Int => new("int");

    /// <summary>Whether it is a set.</summary>
    public bool IsSet => Name.StartsWith("set<", StringComparison.Ordinal);

    /// <summary>Whether it is a map.</summary>
    public bool IsMap => Name.StartsWith("map<", StringComparison.Ordinal);

    /// <summary>The type of a set's elements.</summary>
    public FieldType Element => new(Name[4..^1]);

    /// <summary>The type of a map's keys.</summary>
    public FieldType Key => new(Name[4..^1].Split(',', 2)[0]);

    /// <summary>The type of a map's values.</summary>
    public FieldType Value => new(Name[4..^1].Split(',', 2)[1]);

    /// <summary>The class referred to by a reference or by the references of a set; null where it is neither.</summary>
    public XenClass? Target => IsSet ? Element.Target
        : Name.StartsWith("ref<", StringComparison.Ordinal) ? XenModel.Class(Name[4..^1])
        : null;

    /// <summary>A reference to an object of the class.</summary>
    public static FieldType Ref(XenClass c) => new($"ref<{c.Name}>");

    /// <summary>References to objects of the class.</summary>
    public static FieldType Refs(XenClass c) => new($"set<ref<{c.Name}>>");

    /// <summary>The type of a set of these.</summary>
    public FieldType Set() => Name.Length == 0 ? Unknown : new($"set<{Name}>");
}
