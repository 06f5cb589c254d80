using Cim.Provider.Schema;
using XenCim.Tests.XmlRpc;

namespace XenCim.Tests.Cim.Schema;

/// <summary>Whatever is read as the path of an object, it is one that is written and read again as the same, or it is told what is wrong.</summary>
public sealed class CimObjectPathFuzzTests
{
    private const int Smoke = 20_000;

    private static readonly string[] Seeds =
    [
        "//host.example:5989/root/xen:Xen_Thing.Name=\"a\\\"b\\\\\",Number=12,Yes=TRUE,Less=-3,Real=1.5e3,Unit='x'",
        @"\\.\root\cimv2:Xen_Thing=@",
        "Xen_Link.A=\"root/xen:Xen_Thing.Name=\\\"a\\\"\",B=\"Xen_Thing.Name=\\\"b\\\"\"",
        "root/xen:Xen_Thing",
    ];

    private static readonly string[] Pieces = ["\"", "'", "\\", "\\\"", "=", ",", ".", ":", "//", "/", "@", "TRUE", "-", "18446744073709551616", "1.5", "Name", "\0", "é", "\uD800", " "];

    [Fact]
    public void A_path_is_read_or_it_is_told_what_is_wrong()
    {
        var right = 0;
        Fuzz.Run(Smoke, random =>
        {
            var text = Changed(random, Seeds[random.Next(Seeds.Length)]);
            if (!CimObjectPathReader.TryRead(text, out var path, out var wrong))
            {
                wrong.Should().NotBeNullOrEmpty();
                return;
            }

            right++;
            CimObjectPathReader.TryRead(path.ToString(), out var again, out wrong).Should().BeTrue($"{wrong}: {path} of {text}");
            again.Should().Be(path, text);
            again!.GetHashCode().Should().Be(path.GetHashCode());
        });

        right.Should().BePositive();
    }

    private static string Changed(Random random, string text)
    {
        for (var i = random.Next(0, 4); i > 0 && text.Length > 0; i--)
        {
            var at = random.Next(text.Length);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, Math.Min(random.Next(1, 5), text.Length - at)),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                2 => text.Insert(at, ((char)random.Next(0, 0x2FF)).ToString()),
                _ => text[..at] + text[random.Next(text.Length)..],
            };
        }

        return text;
    }
}
