using System.Text;
using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>A field of a class, as declared.</summary>
/// <param name="Index">Its place among the fields of the class.</param>
/// <param name="Name">The wire name.</param>
/// <param name="Type">The wire type, in the notation <c>map&lt;string,ref&lt;VM&gt;&gt;</c>.</param>
/// <param name="Access">The qualifier.</param>
/// <param name="Since">The revision it came with.</param>
/// <param name="Documented">The accessors that the document lists.</param>
/// <param name="Secret">Never logged, never cached.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Inverse">Of an inverse set: the field of the other class that it mirrors.</param>
public sealed record XenField(
    int Index,
    string Name,
    string Type,
    Access Access,
    ApiVersion Since,
    Accessors Documented,
    bool Secret,
    string Description,
    string? Inverse = null)
{
    /// <summary>The wire name in UTF-8.</summary>
    public byte[] NameUtf8 { get; } = Encoding.UTF8.GetBytes(Name);

    /// <summary>The accessors that the type and the qualifier allow.</summary>
    public Accessors Possible =>
        Access != Access.ReadWrite ? Accessors.Get
        : Type.StartsWith("map<", StringComparison.Ordinal) || Type.StartsWith("set<", StringComparison.Ordinal) ? Accessors.All
        : Accessors.Get | Accessors.Set;
}
