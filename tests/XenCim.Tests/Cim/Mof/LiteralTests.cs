using Cim.Provider.Schema;
using CsCheck;

namespace XenCim.Tests.Cim.Mof;

/// <summary>Literals become values of the exact type of their place.</summary>
public sealed class LiteralTests
{
    [Theory]
    [InlineData("uint8", "255", "255")]
    [InlineData("sint8", "-128", "-128")]
    [InlineData("uint16", "0xFFFF", "65535")]
    [InlineData("uint16", "0Xff", "255")]
    [InlineData("sint16", "-0x10", "-16")]
    [InlineData("uint32", "017", "15")]
    [InlineData("uint8", "101b", "5")]
    [InlineData("uint8", "+1B", "1")]
    [InlineData("uint8", "0", "0")]
    [InlineData("uint8", "01b", "1")]
    [InlineData("uint16", "0x1b", "27")]
    [InlineData("uint64", "18446744073709551615", "18446744073709551615")]
    [InlineData("sint64", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("real32", "1.5", "1.5")]
    [InlineData("real64", "-.25E+2", "-25.0")]
    [InlineData("real64", "1.0e-3", "0.001")]
    [InlineData("real64", "3", "3.0")]
    [InlineData("boolean", "TRUE", "true")]
    [InlineData("boolean", "False", "false")]
    [InlineData("boolean", "NULL", "NULL")]
    [InlineData("char16", "'a'", "'a'")]
    [InlineData("char16", @"'\''", @"'\''")]
    [InlineData("char16", @"'\x41'", "'A'")]
    [InlineData("char16", "66", "'B'")]
    [InlineData("string", "\"one \" \"text\"", "\"one text\"")]
    [InlineData("string", "\"a\" /* between */ \"b\" // and\n \"c\"", "\"abc\"")]
    [InlineData("string", @"""\b\t\n\f\r\""\'\\""", @"""\b\t\n\f\r\""'\\""")]
    [InlineData("string", @"""\x41\X0042\xe9!""", "\"AB\u00e9!\"")]
    [InlineData("string", "\"\"", "\"\"")]
    [InlineData("string", "null", "NULL")]
    [InlineData("datetime", "\"20261125112233.123456+060\"", "\"20261125112233.123456+060\"")]
    [InlineData("datetime", "\"00000003040506.000000:000\"", "\"00000003040506.000000:000\"")]
    [InlineData("uint8[]", "{1, 0x2, 11b}", "{1, 2, 3}")]
    [InlineData("string[]", "{\"a\" \"b\", null}", "{\"ab\", NULL}")]
    [InlineData("string[]", "{}", "{}")]
    [InlineData("uint8[]", "null", "NULL")]
    public void A_literal_has_a_value(string type, string literal, string value) => MofHouse.Value(type, literal).ToString().Should().Be(value);

    [Fact]
    public void A_value_has_the_type_of_its_place()
    {
        MofHouse.Value("uint16", "7").Should().Be(CimValue.OfInteger(CimType.UInt16, 7)).And.NotBe(CimValue.OfInteger(CimType.UInt32, 7));
        MofHouse.Value("real32", "0.1").Real.Should().Be(0.1f);
        MofHouse.Value("sint8[]", "{-1}").Type.Should().Be(CimType.SInt8Array);
        MofHouse.Value("sint8[]", "{-1}").Items[0].Integer.Should().Be(-1);
        MofHouse.Value("char16", "'z'").Character.Should().Be('z');
    }

    [Theory]
    [InlineData("uint8", "256", "the default of 'Value' is 256, and uint8 goes from 0 to 255")]
    [InlineData("uint8", "-1", "the default of 'Value' is -1, and uint8 goes from 0 to 255")]
    [InlineData("sint64", "9223372036854775808", "the default of 'Value' is 9223372036854775808, and sint64 goes from -9223372036854775808 to 9223372036854775807")]
    [InlineData("uint64", "18446744073709551616", "this number does not fit into 64 bits")]
    [InlineData("uint64", "99999999999999999999999", "this number does not fit into 64 bits")]
    [InlineData("uint8", "1.0", "the default of 'Value' must be of type uint8, not a real number")]
    [InlineData("uint8", "\"1\"", "the default of 'Value' must be of type uint8, not a text")]
    [InlineData("uint8", "08", "'8' is no digit of an octal number")]
    [InlineData("uint8", "12b", "'2' is no digit of a binary number")]
    [InlineData("uint8", "0xG", "'G' is no digit of a hexadecimal number")]
    [InlineData("uint8", "0x", "digits are missing in a hexadecimal number")]
    [InlineData("uint8", "12abc", "'a' is no digit of a decimal number")]
    [InlineData("real64", "1.", "a real number must have a '.' with a digit behind it")]
    [InlineData("real64", "1e5", "a real number must have a '.' with a digit behind it")]
    [InlineData("real64", "1.5.5", "this is no real number")]
    [InlineData("real64", "1.0e999", "this number does not fit into a real number of 64 bits")]
    [InlineData("real32", "1.0e40", "the default of 'Value' does not fit into real32")]
    [InlineData("boolean", "1", "the default of 'Value' must be of type boolean, not the number 1")]
    [InlineData("boolean", "\"true\"", "the default of 'Value' must be of type boolean, not a text")]
    [InlineData("char16", "'ab'", "one character, of one unit of UTF-16, must stand between single quotes")]
    [InlineData("char16", "''", "a character must stand between the single quotes")]
    [InlineData("string", "'a'", "the default of 'Value' must be a text, not a character")]
    [InlineData("string", @"""\q""", @"after '\' must stand one of b t n f r "" ' \ x")]
    [InlineData("string", @"""\xZ""", @"one to four hexadecimal digits must follow '\x'")]
    [InlineData("string", "{\"a\"}", "the default of 'Value' is no array: its value must not stand in braces")]
    [InlineData("string[]", "\"a\"", "the default of 'Value' is an array: its value must stand in braces")]
    [InlineData("uint8[]", "{1, 300}", "the default of 'Value' is 300, and uint8 goes from 0 to 255")]
    [InlineData("datetime", "\"yesterday\"", "the default of 'Value' must be a datetime, as yyyymmddhhmmss.mmmmmmsutc or ddddddddhhmmss.mmmmmm:000")]
    public void A_literal_that_does_not_fit_is_an_error(string type, string literal, string error) =>
        MofHouse.Compile($"[Structure] class T_Thing {{ {type.TrimEnd('[', ']')} Value{(type.EndsWith(']') ? "[]" : "")} = {literal}; }};").Diagnostics
            .Select(diagnostic => diagnostic.Message).Should().Equal(error);

    [Fact]
    public void A_bounded_array_holds_no_more_than_its_bound()
    {
        MofHouse.Good("[Structure] class T_Thing { uint8 Value[2] = {1, 2}; };").Classes["t_thing"].Properties[0].Slot.ArraySize.Should().Be(2);
        MofHouse.Wrong("[Structure] class T_Thing { uint8 Value[2] = {1, 2, 3}; };")
            .Should().Equal("1:53 the default of 'Value' has no more than 2 items, and here are 3");
    }

    [Fact]
    public void What_a_value_spells_compiles_to_the_same_value()
    {
        var values = Gen.OneOf(
            Gen.Long.Select(number => ("sint64", CimValue.OfInteger(CimType.SInt64, number))),
            Gen.ULong.Select(number => ("uint64", CimValue.OfInteger(CimType.UInt64, number))),
            Gen.Byte.Select(number => ("uint8", CimValue.OfInteger(CimType.UInt8, number))),
            Gen.Double.Where(double.IsFinite).Select(number => ("real64", CimValue.OfReal(CimType.Real64, number))),
            Gen.Float.Where(float.IsFinite).Select(number => ("real32", CimValue.OfReal(CimType.Real32, number))),
            Gen.Char.Where(unit => !char.IsSurrogate(unit)).Select(unit => ("char16", CimValue.Of(unit))),
            Gen.Bool.Select(truth => ("boolean", CimValue.Of(truth))),
            Gen.String.Where(text => !text.Any(char.IsSurrogate)).Select(text => ("string", CimValue.Of(text))));
        values.Sample(item => MofHouse.Value(item.Item1, item.Item2.ToString()).Should().Be(item.Item2), iter: 300);
    }
}
