using System.Diagnostics;
using Cim.Provider.Operations;
using Cim.Provider.Queries;

namespace XenCim.Tests.Cim.Queries;

/// <summary>Whatever is asked, the answer is a condition that can be asked of an instance, or an error of CIM.</summary>
public sealed class QueryFuzzTests
{
    private const int Rounds = 20_000;

    private static readonly string[] Pieces =
    [
        "SELECT", "*", "FROM", "WHERE", "AND", "OR", "NOT", "LIKE", "IS", "ISA", "NULL", "TRUE", "FALSE", "AS", "ANY", "EVERY", "(", ")", "[", "]", ",", ".", "::", "=", "<>", "<", ">=", "!=",
        "Test_All", "Test_Inner", "Name", "Small", "Most", "Yes", "Numbers", "Words", "Inner", "State", "When", "Long", "Open", "Letter", "Wide", "Void", "__this", "__CLASS", "t",
        "'one'", "\"two\"", "'20100110120000.000000+060'", "'%[a-'", "'.*a+'", "'Test_All.Name=\"one\"'", "0", "1", "-1", "3.5", "0x1F", "101b", "1e3", "18446744073709551616", "'", "\\", "é", "\0", "#",
    ];

    private static readonly string[] Seeds =
    [
        "SELECT Name, t.Small FROM Test_All AS t WHERE (t.Small >= 3 AND NOT Name LIKE '%a[b-c]_') OR Inner.State <> 0x1F OR Words[1] IS NOT NULL",
        "SELECT * FROM Test_All WHERE __this ISA Test_Above AND When < '20100110120000.000000+060' OR Wide > 1e10",
        "ANY Numbers = 3 AND EVERY Words LIKE 'a.*b+' OR NOT (Inner ISA 'Test_Inner' AND Inner.Test_Deeper::More = \"it's\")",
    ];

    [Theory]
    [InlineData("WQL")]
    [InlineData("CQL")]
    [InlineData("FQL")]
    public void Nothing_but_errors_of_cim_comes_of_a_query(string language)
    {
        var random = new Random(language.Length + language[0]);
        var watch = Stopwatch.StartNew();
        var understood = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var text = (i % 3) switch
            {
                0 => Soup(random),
                1 => (QuerySubject.Language(language).HasSelect ? "SELECT * FROM Test_All WHERE " : "") + Soup(random),
                _ => Changed(random, Seeds[random.Next(Seeds.Length)]),
            };
            try
            {
                QueryParser.Parse(QuerySubject.Language(language), text, QuerySubject.Classes).Means(QuerySubject.Instance);
                understood++;
            }
            catch (CimException e)
            {
                e.Status.Should().BeOneOf([CimStatus.InvalidQuery, CimStatus.QueryFeatureNotSupported], text);
            }
        }

        understood.Should().BePositive();
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(1));
    }

    private static string Soup(Random random) => string.Join(random.Next(8) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Changed(Random random, string text)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(text.Length);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at)) + " ",
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                2 => text.Insert(at, ((char)random.Next(0x20, 0x2FF)).ToString()),
                _ => text[..at] + text[random.Next(text.Length)..] + " ",
            };
        }

        return text;
    }
}
