using Cim.Provider.Mof;
using Cim.Provider.Schema;
using XenCim.Tests.XmlRpc;

namespace XenCim.Tests.Cim.Mof;

/// <summary>Whatever is compiled, there is a result that can be written and read again, or errors with their places.</summary>
public sealed class MofFuzzTests
{
    private const int Smoke = 2_000;

    private const string Seed = """
        Qualifier Test_Mark : uint8[3] = {1, 2}, Scope(class, parameter), Flavor(DisableOverride, Translatable);
        #pragma locale("en_US")
        [Description("a \"text\"" " and more \x41"), Test_Mark{0x1F, 101b}]
        class T_Base {
          [Key] string Name; /* a comment */ boolean Yes = true; sint64 Least = -017; real64 Real = 1.5E-3; char16 Unit = '\''; // another one
          datetime Span = "00000001000000.000000:000"; string Texts[] = {"", "b", null}; [EmbeddedInstance("T_Inner")] string Inner;
          uint32 Do([In, Test_Mark{3} : EnableOverride] T_Base REF Whom, [In(false), Out] string What[4]);
        };
        [Structure] class T_Inner { string Text; };
        class T_Low : T_Base { [Override("Name"), Description(null)] string Name = "low"; };
        [Association] class T_Link { [Key] T_Base REF A; [Key] T_Low REF B; };
        instance of T_Base as $One { Name = "one"; Inner = "instance of T_Inner { Text = \"in\\\"ner\"; };"; };
        instance of T_Link { A = $One; B = "T_Low.Name=\"low\""; };
        """;

    private static readonly string[] Pieces =
    [
        "class", "instance", "of", "as", "Qualifier", "Scope", "Flavor", "any", "REF", "null", "true", "#pragma", "namespace", "include", "{", "}", "[", "]", "(", ")", ";", ":", ",", "=", "$", "$One",
        "T_Base", "T_Low", "T_Link", "Name", "Key", "Override", "string", "uint8", "datetime", "\"", "'", "\\", "\"T_Base.Name=\\\"one\\\"\"", "0x", "1e", "18446744073709551616", "-1", "1.", "/*", "*/", "//", "\0", "\uD800", "é",
    ];

    [Fact]
    public void A_text_is_right_or_it_is_told_what_is_wrong()
    {
        MofHouse.Compile(Seed).Diagnostics.Should().BeEmpty();
        var right = 0;
        Fuzz.Run(Smoke, random =>
        {
            var text = Changed(random);
            var result = MofHouse.Compile(text);
            if (!result.IsGood)
            {
                result.Namespaces.Should().BeEmpty();
                result.Diagnostics.Should().OnlyContain(one => one.Line > 0 && one.Column > 0 && one.Message.Length > 0);
                return;
            }

            right++;
            var written = Written(result);
            var again = MofHouse.Compile(written);
            again.IsGood.Should().BeTrue($"{string.Join('\n', again.Diagnostics)}\n{written}");
            Written(again).Should().Be(written);
        });

        right.Should().BePositive();
    }

    private static string Changed(Random random)
    {
        var text = Seed;
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(text.Length);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at)),
                1 => text.Insert(at, $" {Pieces[random.Next(Pieces.Length)]} "),
                2 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                3 => text.Insert(at, ((char)random.Next(1, 0x2FF)).ToString()),
                _ => text[..at] + text[random.Next(text.Length)..],
            } + " ";
        }

        return text;
    }

    private static string Written(MofResult result) => string.Concat(result.Namespaces.OrderBy(space => space.Name, StringComparer.Ordinal).SelectMany(space =>
        space.QualifierTypes.Values.OrderBy(type => type.Name, StringComparer.Ordinal).Select(MofWriter.Text)
            .Concat(space.Classes.Values.OrderBy(c => c.Name, StringComparer.Ordinal).Select(MofWriter.Text))
            .Concat(space.Instances.Select(MofWriter.Text))
            .Prepend($"#pragma namespace(\"{space.Name}\")\n")));
}
