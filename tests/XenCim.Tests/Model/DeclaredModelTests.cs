using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenCim.Tests.Facts;

namespace XenCim.Tests.Model;

/// <summary>The declared model against the two documents: what a listener of a revision shows is exactly what the revision has.</summary>
public sealed class DeclaredModelTests
{
    public static TheoryData<ApiVersion> Revisions => [ApiVersion.V0_9_0, ApiVersion.V1_0_10];

    [Theory]
    [MemberData(nameof(Revisions))]
    public void Every_revision_has_the_classes_and_fields_of_its_document(ApiVersion version)
    {
        var declared = XenModel.Classes.Where(c => c.Since <= version)
            .SelectMany(c => c.Fields.Where(f => f.Since <= version).Select(f => $"{c.Name}.{f.Name} {Qualifier(f.Access)} {f.Type}"));
        var specified = SpecifiedApi.Of(version).Classes.SelectMany(c => c.Fields.Select(f => $"{c.Name}.{f.Name} {f.Qualifier} {f.Type}"));

        specified.Except(declared).Should().BeEmpty("the document has them");
        declared.Except(specified).Should().BeEmpty("the document has no more");
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public void Every_revision_has_the_messages_of_its_document(ApiVersion version)
    {
        var declared = CallTable.Of(version).Calls.Select(c => Signature(c.Name, c.Parameters.Where(p => !p.IsOptional).Select(p => p.Type), c.Result));
        var specified = SpecifiedApi.Of(version).Messages.Select(m => Signature(m.Name, m.Parameters.Select(p => p.Type), m.Result));

        specified.Except(declared).Should().BeEmpty("the document has them");
        declared.Except(specified).Should().BeEmpty("the document has no more");
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public void Messages_declare_the_errors_that_the_document_lists(ApiVersion version)
    {
        var missing = SpecifiedApi.Of(version).Messages
            .Select(m => (m.Name, Missing: m.Errors.Except(Call(version, m.Name).Errors).Except(Generic).ToList()))
            .Where(m => m.Missing.Count > 0)
            .Select(m => $"{m.Name}: {string.Join(", ", m.Missing)}");

        missing.Should().BeEmpty();
    }

    [Fact]
    public void Every_declared_error_code_of_a_message_exists()
    {
        var known = Errors.All.Select(e => e.Code).ToHashSet();
        CallTable.Of(ApiVersion.Xend).Calls.SelectMany(c => c.Errors.Where(e => !known.Contains(e)).Select(e => $"{c.Name}: {e}")).Should().BeEmpty();
    }

    [Fact]
    public void Every_message_that_the_document_promises_a_twin_for_has_one() =>
        SpecifiedApi.Of(ApiVersion.V1_0_10).Messages.Where(m => m.HasAsync && !Call(ApiVersion.V1_0_10, m.Name).HasAsync)
            .Select(m => m.Name).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Revisions))]
    public void Every_revision_has_the_enumerations_of_its_document(ApiVersion version)
    {
        var specified = SpecifiedApi.Of(version);
        foreach (var (name, values) in specified.Enums)
        {
            XenModel.Enums.Single(e => e.Name == name).Values.Where(v => v.Since <= version).Select(v => v.Name).Should().Equal(values, name);
        }

        foreach (var (name, values) in specified.Flags)
        {
            XenModel.Enums.Single(e => e.Name == name).Values.Where(v => v.Name.Length > 0).Select(v => (v.Name, v.Number))
                .Should().Contain(values, name);
        }

        foreach (var (name, fields) in specified.Structs)
        {
            XenModel.Structs.Single(s => s.Name == name).Fields.Select(f => (f.Name, f.Type)).Should().Equal(fields.Select(f => (f.Name, f.Type)), name);
        }
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public void Every_revision_has_the_errors_of_its_document(ApiVersion version)
    {
        var declared = Errors.All.Where(e => e.Since <= version).Select(e => (e.Code, e.Parameters.Length));
        declared.Should().BeEquivalentTo(SpecifiedApi.Of(version).Errors);
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public void Every_bound_pair_of_the_document_is_bound(ApiVersion version)
    {
        foreach (var (one, other) in SpecifiedApi.Of(version).Relationships)
        {
            (Bound(one, other) || Bound(other, one)).Should().BeTrue($"{one} and {other} are one fact");
        }
    }

    // Whether a reference field is mirrored by an inverse set.
    private static bool Bound(string referring, string gathering)
    {
        var (from, to) = (referring.Split('.'), gathering.Split('.'));
        return XenModel.Class(from[0])!.References.Any(r =>
            r.Field == from[1] && r.Link >= 0 && XenModel.Classes[r.Target].Name == to[0] && XenModel.Class(to[0])!.Field(to[1]) is not null);
    }

    private static readonly string[] Generic = ["HANDLE_INVALID"];

    private static Call Call(ApiVersion version, string name) => CallTable.Of(version).Calls.Single(c => c.Name == name);

    private static string Qualifier(Access access) => access switch
    {
        Access.ReadOnly => "ROrun",
        Access.StaticReadOnly => "ROins",
        _ => "RW",
    };

    private static string Signature(string name, IEnumerable<string> parameters, string result) => $"{name}({string.Join(", ", parameters)}) {result}";
}
