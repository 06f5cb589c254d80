using Cim.Provider.Schema;
using CsCheck;

namespace XenCim.Tests.Cim.Schema;

/// <summary>Paths of objects as text.</summary>
public sealed class CimObjectPathTests
{
    [Theory]
    [InlineData("T_A", "T_A")]
    [InlineData("root/xen:T_A", "root/xen:T_A")]
    [InlineData("//host.example:5989/root/xen:T_A.K=1", "//host.example:5989/root/xen:T_A.K=1")]
    [InlineData(@"\\.\root\cimv2:T_A.K=-1", "root/cimv2:T_A.K=-1")]
    [InlineData("https://host/root/xen:T_A.K=1", "//host/root/xen:T_A.K=1")]
    [InlineData(@"T_A.K=""a,b=c:\""d\\"",L=true,M='x',N=1.5", @"T_A.K=""a,b=c:\""d\\"",L=true,M='x',N=1.5")]
    [InlineData("T_A=@", "T_A")]
    [InlineData("//host:T_A.K=1", "//host:T_A.K=1")]
    public void A_path_is_read(string text, string same)
    {
        CimObjectPathReader.TryRead(text, out var path, out var wrong).Should().BeTrue(wrong);
        path!.ToString().Should().Be(same);
    }

    [Theory]
    [InlineData("", "it names no class")]
    [InlineData("root/xen:", "it names no class")]
    [InlineData("2x", "'2x' is no name of a class")]
    [InlineData("T_A=\"x\"", "a '.' must stand between the class and the keys")]
    [InlineData("T_A.", "a key and '=' must stand where '' is")]
    [InlineData("T_A.K", "a key and '=' must stand where 'K' is")]
    [InlineData("T_A.K=", "the value of the key 'K' is no literal")]
    [InlineData("T_A.K=abc", "the value of the key 'K' is no literal")]
    [InlineData("T_A.K=\"abc", "the value of the key 'K' is no literal")]
    [InlineData("T_A.K=\"a\"x", "a ',' must stand after the value of the key 'K'")]
    [InlineData("T_A.K=1,k=2", "the key 'k' comes twice")]
    [InlineData("T_A.K=1.0e999", "the value of the key 'K' is no literal")]
    [InlineData("root//xen:T_A", "'root//xen' is no namespace")]
    [InlineData("//host/root/x n:T_A", "'//host/root/x n' is no namespace")]
    public void What_is_no_path_is_told(string text, string wrong)
    {
        CimObjectPathReader.TryRead(text, out _, out var found).Should().BeFalse();
        found.Should().Be(wrong);
    }

    [Fact]
    public void Paths_are_the_same_whatever_the_case_of_names_and_the_order_of_keys()
    {
        CimObjectPathReader.TryRead("ROOT/xen:t_a.L=2,k=\"x\"", out var one, out _);
        CimObjectPathReader.TryRead("root/xen:T_A.K=\"x\",l=2", out var other, out _);
        CimObjectPathReader.TryRead("root/xen:T_A.K=\"X\",l=2", out var third, out _);
        one.Should().Be(other).And.NotBe(third);
        one!.GetHashCode().Should().Be(other!.GetHashCode());
    }

    [Fact]
    public void What_a_path_spells_is_the_same_path() =>
        Gen.String.Array[1, 4].Sample(texts =>
        {
            var path = new CimObjectPath(null, "root/xen", "T_A", new([.. texts.Select((text, i) => new CimPropertyValue($"K{i}", CimValue.Of(text)))]));
            CimObjectPathReader.TryRead(path.ToString(), out var read, out var wrong).Should().BeTrue(wrong);
            read.Should().Be(path);
        }, iter: 500);

    [Fact]
    public void Any_text_at_all_is_a_path_or_told() =>
        Gen.String[Gen.Char["T_A.K=\"'\\,:/1-@"], 0, 30].Sample(
            text => (CimObjectPathReader.TryRead(text, out var path, out var wrong) ? path.ToString() : wrong).Should().NotBeNullOrEmpty(), iter: 3000);
}
