namespace Cim.Provider.Mof.Parsing;

/// <summary>What a digit is worth.</summary>
internal static class Digit
{
    /// <summary>The worth of a hexadecimal digit; of any other unit, more than that of all digits.</summary>
    public static int Of(char unit) => char.IsAsciiDigit(unit) ? unit - '0' : char.IsAsciiHexDigit(unit) ? (unit | 0x20) - 'a' + 10 : int.MaxValue;
}
