using System.Text.RegularExpressions;
using Cim.Provider.Operations;
using Cim.Provider.Queries;

namespace XenCim.Tests.Cim.Queries;

/// <summary>What queries are told that make no sense, with the place.</summary>
public sealed class QueryErrorTests
{
    private static readonly Regex IsMissing = new("only whole properties|[^n] is not supported");

    [Theory]
    [InlineData("", "1: SELECT is expected, not the end.")]
    [InlineData("SelectSLOP * from Test_All", "1: SELECT is expected, not 'SelectSLOP'.")]
    [InlineData("SELECT", "7: a property is expected, not the end.")]
    [InlineData("SELECT * Test_All", "10: FROM is expected, not 'Test_All'.")]
    [InlineData("SELECT * FROM", "14: a class is expected, not the end.")]
    [InlineData("SELECT * FROM Test_None", "15: there is no class Test_None.")]
    [InlineData("SELECT None FROM Test_All", "8: Test_All has no property None.")]
    [InlineData("SELECT Inner.State FROM Test_All", "8: only whole properties of the class itself are selected.")]
    [InlineData("SELECT Name AS n FROM Test_All", "13: another name for a selected property is not supported.")]
    [InlineData("SELECT DISTINCT Name FROM Test_All", "8: DISTINCT is not supported.")]
    [InlineData("SELECT * FROM Test_All, Test_Inner", "23: a query of several classes is not supported.")]
    [InlineData("SELECT * FROM Test_All ORDER BY Name", "24: ORDER is not supported.")]
    [InlineData("SELECT * FROM Test_All WITHIN 5", "24: WITHIN is not supported.")]
    [InlineData("SELECT * FROM Test_All WHERE", "29: a property or a literal is expected, not the end.")]
    [InlineData("SELECT * FROM Test_All WHERE Name", "34: a comparison, LIKE, IS or ISA is expected, not the end.")]
    [InlineData("SELECT * FROM Test_All WHERE Name =", "36: a property or a literal is expected, not the end.")]
    [InlineData("SELECT * FROM Test_All WHERE Name = 'a' 'b'", "41: the end is expected, not a text.")]
    [InlineData("SELECT * FROM Test_All WHERE (Name = 'a'", "41: ')' is expected, not the end.")]
    [InlineData("SELECT * FROM Test_All WHERE Name = 'a", "37: the text has no end.")]
    [InlineData("SELECT * FROM Test_All WHERE Name = #", "37: '#' means nothing here.")]
    [InlineData("SELECT * FROM Test_All WHERE None = 1", "30: Test_All has no property None.")]
    [InlineData("SELECT * FROM Test_All WHERE Only = 'a'", "30: Test_All has no property Only.")]
    [InlineData("SELECT * FROM Test_All WHERE Name = 1", "30: string and uint64 cannot be compared so.")]
    [InlineData("SELECT * FROM Test_All WHERE Small = 'a'", "30: uint8 and string cannot be compared so.")]
    [InlineData("SELECT * FROM Test_All WHERE Small = 123a", "38: '123a' is no number.")]
    [InlineData("SELECT * FROM Test_All WHERE Yes = 1", "30: boolean and uint64 cannot be compared so.")]
    [InlineData("SELECT * FROM Test_All WHERE Yes < TRUE", "30: boolean and boolean cannot be compared so.")]
    [InlineData("SELECT * FROM Test_All WHERE Numbers = 3", "30: uint16[] and uint64 cannot be compared so.")]
    [InlineData("SELECT * FROM Test_All WHERE Numbers < Numbers", "30: uint16[] and uint16[] cannot be compared so.")]
    [InlineData("SELECT * FROM Test_All WHERE Small[0] = 1", "30: Small is no array.")]
    [InlineData("SELECT * FROM Test_All WHERE Numbers[-1] = 1", "38: the number of an item is expected, not '-1'.")]
    [InlineData("SELECT * FROM Test_All WHERE Numbers[1.5] = 1", "38: the number of an item is expected, not '1.5'.")]
    [InlineData("SELECT * FROM Test_All WHERE Small LIKE 'a'", "30: LIKE is for texts.")]
    [InlineData("SELECT * FROM Test_All WHERE Name LIKE Text", "40: a pattern in quotes is expected, not 'Text'.")]
    [InlineData("SELECT * FROM Test_All WHERE Name LIKE '[a'", "40: a set of characters of the pattern has no ']'.")]
    [InlineData("SELECT * FROM Test_All WHERE Name IS 5", "38: NULL is expected, not '5'.")]
    [InlineData("SELECT * FROM Test_All WHERE 5 ISA Test_All", "30: ISA is for instances.")]
    [InlineData("SELECT * FROM Test_All WHERE Upper(Name) = 'A'", "35: the function Upper is not supported.")]
    [InlineData("SELECT * FROM Test_All WHERE Small = 99999999999999999999", "38: no type of CIM holds this number.")]
    [InlineData("SELECT * FROM Test_All WHERE Small = 0x", "38: '0x' is no number.")]
    [InlineData("SELECT * FROM Test_All WHERE Small = 1e999", "38: '1e999' is no number.")]
    [InlineData("SELECT * FROM Test_All WHERE ANY Numbers = 3", "30: Test_All has no property ANY.")]
    public void A_query_is_told_what_is_wrong(string query, string expected) => Told("WQL", query).Should().Be("At character " + expected);

    [Theory]
    [InlineData("blah", "5: a comparison, LIKE, IS or ISA is expected, not the end.")]
    [InlineData("SELECT * FROM Test_All", "1: a property is expected, not 'SELECT'.")]
    [InlineData("ANY Small = 3", "5: ANY and EVERY are for arrays.")]
    [InlineData("Numbers = 3", "1: uint16[] and uint64 cannot be compared so.")]
    [InlineData("Small = 'a'", "1: uint8 and string cannot be compared so.")]
    [InlineData("Small.State = 2", "1: State is asked of something that is no embedded instance.")]
    [InlineData("Small ISA Test_All", "1: only an embedded instance is of a class.")]
    [InlineData("When = 'yesterday'", "1: a datetime is compared with a text that is none.")]
    [InlineData("When = Long", "1: a point and a span of time cannot be compared.")]
    [InlineData("Name LIKE 'a(b'", "11: '(' of the pattern is not supported: a backslash makes it a character.")]
    [InlineData("Name LIKE '*a'", "11: '*' of the pattern has nothing to repeat.")]
    [InlineData("Name LIKE 'a**'", "11: '*' of the pattern has nothing to repeat.")]
    public void A_filter_is_told_what_is_wrong(string filter, string expected) => Told("FQL", filter).Should().Be("At character " + expected);

    [Fact]
    public void Queries_are_limited()
    {
        Told("FQL", new string(' ', 16385)).Should().Contain("16384 are the most");
        Told("FQL", string.Concat(Enumerable.Repeat("(", 100))).Should().Contain("more than 64 deep");
        Told("FQL", string.Concat(Enumerable.Repeat("NOT ", 100))).Should().Contain("more than 64 deep");
        Told("FQL", string.Join(" OR ", Enumerable.Repeat("Small=1", 513))).Should().Contain("more than 512 comparisons");
        Told("FQL", string.Join(".", Enumerable.Repeat("a", 17)) + "=1").Should().Contain("16 names at most");
        Told("FQL", $"Name LIKE '{new string('a', 1025)}'").Should().Contain("1024 characters at most");
        Told("WQL", $"SELECT {string.Join(',', Enumerable.Repeat("a", 513))}").Should().Contain("more than 512 properties");
        QuerySubject.Ask("FQL", string.Join(" OR ", Enumerable.Repeat("Small=200", 512))).Should().BeTrue();
    }

    private static string Told(string language, string query)
    {
        var act = () => QueryParser.Parse(QuerySubject.Language(language), query, QuerySubject.Classes).Means(QuerySubject.Instance);
        var error = act.Should().Throw<CimException>().Which;
        error.Status.Should().Be(IsMissing.IsMatch(error.Message) ? CimStatus.QueryFeatureNotSupported : CimStatus.InvalidQuery);
        return error.Message.Replace(" of the query", "", StringComparison.Ordinal);
    }
}
