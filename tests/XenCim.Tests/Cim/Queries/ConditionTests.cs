using Cim.Provider.Operations;

namespace XenCim.Tests.Cim.Queries;

/// <summary>What conditions hold: every type, every comparison, and what is not known.</summary>
public sealed class ConditionTests
{
    private static readonly string[] All = ["WQL", "CQL", "FQL"];

    [Theory]
    [InlineData("Small = 200", true)]
    [InlineData("small=200", true)]
    [InlineData("200 = Small", true)]
    [InlineData("Small <> 200", false)]
    [InlineData("Small = 0xC8", true)]
    [InlineData("Small = 11001000b", true)]
    [InlineData("Small < 200.5", true)]
    [InlineData("Small > 199.5 AND Small >= 200 AND Small <= 200 AND NOT Small < 200", true)]
    [InlineData("Small < 0", false)]
    [InlineData("Small > -1", true)]
    [InlineData("Least = -9223372036854775808", true)]
    [InlineData("Least < Most", true)]
    [InlineData("Most = 18446744073709551615", true)]
    [InlineData("Most > 18446744073709551614", true)]
    [InlineData("Odd = 9007199254740992.0", false)]
    [InlineData("Odd > 9007199254740992.0", true)]
    [InlineData("Wide > Most", true)]
    [InlineData("Half = .5", true)]
    [InlineData("Half = 5e-1", true)]
    [InlineData("Half < 1", true)]
    [InlineData("Half > 0", true)]
    [InlineData("Yes = TRUE", true)]
    [InlineData("Yes = false", false)]
    [InlineData("Yes <> No", true)]
    [InlineData("Letter = 'x'", true)]
    [InlineData("Letter < 'y'", true)]
    [InlineData("Text = 'It\\'s a \\\\ 100% tést'", true)]
    [InlineData("Text = 'It''s a \\\\ 100% tést'", true)]
    [InlineData("Text = \"It's a \\\\ 100% tést\"", true)]
    [InlineData("Name = 'One'", false)]
    [InlineData("Name > 'ond' AND Name < 'onf'", true)]
    [InlineData("When = '20100110110000.000000+000'", true)]
    [InlineData("When < '20100110110000.000001+000'", true)]
    [InlineData("Long < '00000002000000.000000:000'", true)]
    [InlineData("Open = '201001101200**.******+000'", true)]
    [InlineData("Open < '20110110120000.000000+000'", null)]
    [InlineData("Void = 'a'", null)]
    [InlineData("Void <> 'a'", null)]
    [InlineData("NOT Void = 'a'", null)]
    [InlineData("Void = NULL", null)]
    [InlineData("Void IS NULL", true)]
    [InlineData("Void IS NOT NULL", false)]
    [InlineData("Name is not null", true)]
    [InlineData("Void = 'a' AND Yes = FALSE", false)]
    [InlineData("Void = 'a' AND Yes = TRUE", null)]
    [InlineData("Void = 'a' OR Yes = TRUE", true)]
    [InlineData("Void = 'a' OR Yes = FALSE", null)]
    [InlineData("VoidNumber > 1", null)]
    [InlineData("Void LIKE 'a'", null)]
    [InlineData("Yes = FALSE AND Yes = FALSE OR Yes = TRUE", true)]
    [InlineData("Yes = FALSE AND (Yes = FALSE OR Yes = TRUE)", false)]
    [InlineData("NOT Yes = FALSE AND Yes = TRUE", true)]
    [InlineData("NOT (Yes = FALSE OR Yes = TRUE)", false)]
    [InlineData("NOT NOT Yes = TRUE", true)]
    [InlineData("Numbers[0] = 3", true)]
    [InlineData("Numbers[1] = 3", false)]
    [InlineData("Numbers[2] = 3", null)]
    [InlineData("Words[1] IS NULL", true)]
    [InlineData("VoidWords[0] IS NULL", true)]
    [InlineData("Numbers = Numbers", true)]
    [InlineData("Numbers <> NoNumbers", true)]
    [InlineData("Words = Words", null)]
    [InlineData("Inner.State = 2", true)]
    [InlineData("Inner.State > 2", false)]
    [InlineData("Inner.Words[0] = 'a'", null)]
    [InlineData("Inner.Unknown IS NULL", true)]
    [InlineData("Inner ISA Test_Inner", true)]
    [InlineData("Inner ISA 'test_deeper'", true)]
    [InlineData("Inner ISA Test_All", false)]
    [InlineData("Inner.Test_Deeper::More = 'deep'", true)]
    [InlineData("Inner.Test_All::More = 'deep'", null)]
    [InlineData("__this ISA Test_Above", true)]
    [InlineData("__this ISA Test_Below", false)]
    [InlineData("__CLASS = 'Test_All'", true)]
    [InlineData("Test_Above::Name = 'one'", true)]
    [InlineData("Test_Below::Only = 'one'", null)]
    public void Conditions_hold_in_every_language(string condition, bool? expected)
    {
        foreach (var language in All)
        {
            QuerySubject.Ask(language, condition).Should().Be(expected, language);
        }
    }

    [Theory]
    [InlineData("ANY Numbers = 5", true)]
    [InlineData("ANY Numbers = 4", false)]
    [InlineData("EVERY Numbers > 2", true)]
    [InlineData("EVERY Numbers > 3", false)]
    [InlineData("ANY NoNumbers = 4", false)]
    [InlineData("every NoNumbers = 4", true)]
    [InlineData("ANY Words = 'abc'", true)]
    [InlineData("ANY Words = 'b'", null)]
    [InlineData("EVERY Words = 'a'", false)]
    [InlineData("EVERY Words LIKE '.*'", null)]
    [InlineData("ANY Words LIKE 'ab.'", true)]
    [InlineData("ANY VoidWords = 'a'", null)]
    public void A_filter_asks_for_any_or_every_item(string condition, bool? expected) => QuerySubject.Ask("FQL", condition).Should().Be(expected);

    [Theory]
    [InlineData("WQL", "Name LIKE 'o%'", true)]
    [InlineData("WQL", "Name LIKE '%'", true)]
    [InlineData("WQL", "Name LIKE '%e%'", true)]
    [InlineData("WQL", "Name LIKE '_n_'", true)]
    [InlineData("WQL", "Name LIKE 'on'", false)]
    [InlineData("WQL", "Name LIKE '[a-o]ne'", true)]
    [InlineData("WQL", "Name LIKE '[^a-o]ne'", false)]
    [InlineData("WQL", "Name NOT LIKE 'O%'", true)]
    [InlineData("WQL", "Text LIKE '%100[%]%'", true)]
    [InlineData("WQL", "Name LIKE ''", false)]
    [InlineData("WQL", "Name LIKE 'o.*'", false)]
    [InlineData("CQL", "Name LIKE 'o.*'", true)]
    [InlineData("CQL", "Name LIKE 'o.'", false)]
    [InlineData("CQL", "Name LIKE 'on*e*f*'", true)]
    [InlineData("CQL", "Name LIKE '.n.'", true)]
    [InlineData("CQL", "Name LIKE '^on+e?$'", true)]
    [InlineData("CQL", "Name LIKE 'one+e'", false)]
    [InlineData("CQL", "Name LIKE 'x?onx?e'", true)]
    [InlineData("CQL", "Name LIKE 'o\\.e'", false)]
    [InlineData("CQL", "Name LIKE 'o\\\\.e'", false)]
    [InlineData("CQL", "Name LIKE '[xno]*.'", true)]
    [InlineData("CQL", "Text LIKE '.*100%.*'", true)]
    [InlineData("FQL", "Name LIKE 'o%'", false)]
    [InlineData("FQL", "NOT Name LIKE 'o.*'", false)]
    public void Patterns_are_those_of_the_language(string language, string condition, bool? expected) => QuerySubject.Ask(language, condition).Should().Be(expected);

    [Fact]
    public void A_pattern_takes_time_in_proportion()
    {
        var pattern = string.Concat(Enumerable.Repeat(".*a", 300)) + "b";

        QuerySubject.Ask("CQL", $"'{new string('a', 8000)}' LIKE '{pattern}'").Should().BeFalse();
    }

    [Theory]
    [InlineData("SELECT * FROM Test_All")]
    [InlineData("select\t*\nfrom test_all")]
    [InlineData("SELECT Test_All.* FROM Test_All")]
    [InlineData("SELECT t.* FROM Test_All AS t WHERE t.Name = 'one'")]
    [InlineData("SELECT * FROM Test_All t WHERE t.Numbers[0] = 3 AND t ISA Test_Above")]
    [InlineData("SELECT * FROM Test_All WHERE Test_All.Inner.State = 2")]
    public void A_query_selects_all(string text)
    {
        var query = global::Cim.Provider.Queries.QueryParser.Parse(QuerySubject.Language("CQL"), text, QuerySubject.Classes);

        query.Selected.Should().BeNull();
        query.Class!.Name.Should().Be("Test_All");
        query.Means(QuerySubject.Instance).Should().BeTrue();
    }

    [Theory]
    [InlineData("SELECT name FROM Test_All", "Name")]
    [InlineData("SELECT Name, text, NAME, t.Small, Test_All.Yes, __PATH FROM Test_All t", "Name Text Small Yes")]
    public void A_query_selects_properties(string text, string expected) =>
        string.Join(' ', global::Cim.Provider.Queries.QueryParser.Parse(QuerySubject.Language("WQL"), text, QuerySubject.Classes).Selected!).Should().Be(expected);

    [Theory]
    [InlineData("WQL", CimStatus.QueryLanguageNotSupported)]
    [InlineData("DMTF:CQL", CimStatus.QueryLanguageNotSupported)]
    [InlineData("SQL", CimStatus.QueryLanguageNotSupported)]
    public void A_filter_has_its_own_language(string name, CimStatus expected)
    {
        var act = () => global::Cim.Provider.Queries.QueryLanguage.OfFilters(name);

        act.Should().Throw<CimException>().Which.Status.Should().Be(expected);
    }
}
