using System.Text;
using System.Xml;
using Wire.Xml;

namespace XenCim.Tests.XmlRpc;

public partial class XmlScannerTests
{
    [Fact]
    public void Takes_and_refuses_what_System_Xml_takes_and_refuses_and_reads_the_same()
    {
        var taken = 0;
        Fuzz.Run(6000, random =>
        {
            var document = RandomXml.Document(random);
            string? ours = null, theirs = null;

            // System.Xml takes a NUL behind the element for the end, passes over bytes at the very end that only begin a
            // character, and its numbers of characters overflow.
            var isServed = !document.Contains((byte)0) && !HugeReference().IsMatch(Encoding.Latin1.GetString(document))
                && (document.Length == 0 || Rune.DecodeLastFromUtf8(document, out _, out _) == System.Buffers.OperationStatus.Done);
            try
            {
                ours = XmlOracle.Ours(document);
                taken++;
            }
            catch (XmlError fault)
            {
                // System.Xml reads other encodings too, and question marks where US-ASCII has others' bytes.
                isServed &= fault.Kind != XmlErrorKind.UnsupportedEncoding && !fault.Message.Contains("US-ASCII", StringComparison.Ordinal);
            }

            try
            {
                theirs = XmlOracle.Theirs(document);
                isServed &= theirs is not null;
            }
            catch (XmlException)
            {
            }

            if (isServed)
            {
                ours.Should().Be(theirs, "of {0}", Encoding.UTF8.GetString(document));
            }
        });

        taken.Should().BePositive();
    }

    [Theory]
    [InlineData("", "An element was expected (line 1, column 1, byte 0)")]
    [InlineData("<a>", "The document ends before <a> ends (line 1, column 4, byte 3)")]
    [InlineData("<a></b>", "The end of <a> was expected (line 1, column 4, byte 3)")]
    [InlineData("<a>\n<b x='1' x='2'/></a>", "The attribute is there twice (line 2, column 10, byte 13)")]
    [InlineData("<a/><b/>", "A second element follows the document's one (line 1, column 5, byte 4)")]
    [InlineData("<a/>b", "There is text outside of the document's element (line 1, column 5, byte 4)")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'bbbb'>]><a>&b;</a>", "Document types are refused (line 1, column 1, byte 0)")]
    [InlineData("<a>&b;</a>", "The reference is none of lt, gt, amp, quot and apos, and of no character that XML allows (line 1, column 4, byte 3)")]
    [InlineData("<a>&#8;</a>", "The reference is none of lt, gt, amp, quot and apos, and of no character that XML allows (line 1, column 4, byte 3)")]
    [InlineData("<a>]]></a>", "]]> is forbidden in text (line 1, column 4, byte 3)")]
    [InlineData("<a>\u0001</a>", "The character U+0001 is forbidden in XML (line 1, column 4, byte 3)")]
    [InlineData("<a/>\0", "The character U+0000 is forbidden in XML (line 1, column 5, byte 4)")]
    [InlineData("<a>&#x1010FFFF;</a>", "The reference is none of lt, gt, amp, quot and apos, and of no character that XML allows (line 1, column 4, byte 3)")]
    [InlineData("<a>\uFFFF</a>", "The character U+FFFF is forbidden in XML (line 1, column 4, byte 3)")]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "The document declares another encoding; only UTF-8 is served (line 1, column 42, byte 41)")]
    [InlineData("<?xml version='1.0' encoding='us-ascii'?><a>é</a>", "The document declares US-ASCII, and this byte is none (line 1, column 45, byte 44)")]
    [InlineData("<?xml version='1.1'?><a/>", "Only XML 1.0 is served (line 1, column 20, byte 19)")]
    [InlineData("<é/>", "The name of an element was expected (line 1, column 2, byte 1)")]
    public void Says_what_is_wrong_and_where(string document, string message) =>
        FluentActions.Invoking(() => XmlOracle.Ours(Encoding.UTF8.GetBytes(document))).Should().Throw<XmlError>().WithMessage(message);

    [Theory]
    [InlineData(new byte[] { 0xC0, 0x80 })] // overlong NUL
    [InlineData(new byte[] { 0xE0, 0x80, 0xAF })] // overlong slash
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })] // a surrogate
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })] // beyond U+10FFFF
    [InlineData(new byte[] { 0xE2, 0x82 })] // cut short
    [InlineData(new byte[] { 0x80 })]
    public void Refuses_bytes_that_are_no_UTF8(byte[] bytes) =>
        FluentActions.Invoking(() => XmlOracle.Ours([.. "<a>"u8, .. bytes, .. "</a>"u8]))
            .Should().Throw<XmlError>().WithMessage("The bytes are no UTF-8 (line 1, column 4, byte 3)").Which.Kind.Should().Be(XmlErrorKind.InvalidCharacter);

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Refuses_wider_encodings_by_name(string encoding)
    {
        var wide = Encoding.GetEncoding(encoding);
        foreach (byte[] mark in (byte[][])[[], wide.GetPreamble()])
        {
            FluentActions.Invoking(() => XmlOracle.Ours([.. mark, .. wide.GetBytes("<a/>")]))
                .Should().Throw<XmlError>().WithMessage("The document is in UTF-16 or UTF-32; only UTF-8 is served*");
        }
    }

    [Fact]
    public void Refuses_elements_that_lie_too_deep()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000));
        FluentActions.Invoking(() => XmlOracle.Ours(Encoding.UTF8.GetBytes(deep))).Should().Throw<XmlError>()
            .Which.Kind.Should().Be(XmlErrorKind.LimitExceeded);
    }

    [System.Text.RegularExpressions.GeneratedRegex("&#x?[0-9A-Fa-f]{7,}")]
    private static partial System.Text.RegularExpressions.Regex HugeReference();
}
