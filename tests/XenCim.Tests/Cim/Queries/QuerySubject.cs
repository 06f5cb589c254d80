using Cim.Provider.Mof;
using Cim.Provider.Operations;
using Cim.Provider.Queries;
using Cim.Provider.Schema;
using XenCim.Tests.Cim.Operations;
using FixedInstance = XenCim.Tests.Cim.Operations.FixedInstance;

namespace XenCim.Tests.Cim.Queries;

/// <summary>An instance with a property of every type, for queries to be asked of.</summary>
internal static class QuerySubject
{
    private const string Mof = """
        Qualifier Key : boolean = false, Scope(property, reference), Flavor(DisableOverride, ToSubclass);
        Qualifier EmbeddedInstance : string = null, Scope(property, method, parameter);
        class Test_Above { [Key] string Name; };
        class Test_Inner { uint8 State; string Words[]; };
        class Test_Deeper : Test_Inner { string More; };
        class Test_All : Test_Above {
          boolean Yes; uint8 Small; sint64 Least; uint64 Most; real32 Half; real64 Wide; char16 Letter; string Text; datetime When; datetime Long;
          datetime Open; string Void; uint32 VoidNumber; uint16 Numbers[]; string Words[]; uint16 NoNumbers[]; string VoidWords[]; boolean No; uint64 Odd;
          [EmbeddedInstance("Test_Inner")] string Inner; string Path;
        };
        class Test_Below : Test_All { string Only; };
        """;

    private static readonly CimNamespace Compiled = Compile();

    public static ClassTree Classes { get; } = new(Compiled.Classes);

    public static Instance Instance { get; } = new FixedInstance(Classes.Find("Test_All")!, new(
        Of("Name", CimValue.Of("one")),
        Of("Yes", CimValue.Of(true)),
        Of("No", CimValue.Of(false)),
        Of("Small", CimValue.OfInteger(CimType.UInt8, 200)),
        Of("Least", CimValue.OfInteger(CimType.SInt64, long.MinValue)),
        Of("Most", CimValue.OfInteger(CimType.UInt64, ulong.MaxValue)),
        Of("Odd", CimValue.OfInteger(CimType.UInt64, 9007199254740993)),
        Of("Half", CimValue.OfReal(CimType.Real32, 0.5)),
        Of("Wide", CimValue.OfReal(CimType.Real64, 1e300)),
        Of("Letter", CimValue.Of('x')),
        Of("Text", CimValue.Of("It's a \\ 100% tést")),
        Of("When", Time("20100110120000.000000+060")),
        Of("Long", Time("00000001000000.000000:000")),
        Of("Open", Time("201001101200**.******+000")),
        Of("Numbers", CimValue.OfItems(CimType.UInt16Array, [CimValue.OfInteger(CimType.UInt16, 3), CimValue.OfInteger(CimType.UInt16, 5)])),
        Of("NoNumbers", CimValue.OfItems(CimType.UInt16Array, [])),
        Of("Words", CimValue.OfItems(CimType.StringArray, [CimValue.Of("a"), CimValue.Null(CimType.String), CimValue.Of("abc")])),
        Of("VoidWords", CimValue.Null(CimType.StringArray)),
        Of("VoidNumber", CimValue.Null(CimType.UInt32)),
        Of("Path", CimValue.Of("Test_All.Name=\"one\"")),
        Of("Inner", CimValue.Of(new CimInstance("Test_Deeper", new(Of("State", CimValue.OfInteger(CimType.UInt8, 2)), Of("More", CimValue.Of("deep"))), null)))));

    public static QueryLanguage Language(string name) => name == "FQL" ? QueryLanguage.Fql : name == "CQL" ? QueryLanguage.Cql : QueryLanguage.Wql;

    /// <summary>Whether a condition holds; of a language with a class it is asked of that.</summary>
    public static bool? Ask(string language, string condition)
    {
        var of = Language(language);
        return QueryParser.Parse(of, of.HasSelect ? $"SELECT * FROM Test_All WHERE {condition}" : condition, Classes).Where!.Holds(Instance);
    }

    private static CimPropertyValue Of(string name, CimValue value) => new(name, value);

    private static CimValue Time(string text) => CimDateTime.TryParse(text, out var time) ? CimValue.Of(time) : throw new ArgumentException(text, nameof(text));

    private static CimNamespace Compile()
    {
        var result = new MofCompiler(new MofTexts(new Dictionary<string, string> { ["test.mof"] = Mof })).Compile("test.mof", "root/xen");
        result.Diagnostics.Where(one => one.Severity == MofSeverity.Error).Should().BeEmpty();
        return result.Find("root/xen")!;
    }
}
