using System.Text.Json.Nodes;
using CsCheck;
using RasterAnalysis.Json;

namespace RasterAnalysis.Core.Tests.Json;

public sealed class LenientJsonTests
{
    [Theory]
    [InlineData("""{"a":[1,2.5,-3e2,true,null,"x"]}""", """{"a":[1,2.5,-300,true,null,"x"]}""")]
    [InlineData("{a:'it''s'}", null)]
    [InlineData("{a:'b', // c\n d:[1,2,],/* e */}", """{"a":"b","d":[1,2]}""")]
    [InlineData("{'a':True,'b':False,'c':None}", """{"a":true,"b":false,"c":null}""")]
    [InlineData("[NaN,-Infinity]", """["NaN","-Infinity"]""")]
    [InlineData("\uFEFF 7 ", "7")]
    [InlineData("\"\\u00e4\\n\\/\"", "\"ä\\n/\"")]
    [InlineData("{\"a\":1,\"a\":2}", null)]
    [InlineData("{\"a\":1 \"b\":2}", null)]
    [InlineData("[1,,2]", null)]
    [InlineData("[1", null)]
    [InlineData("\"a", null)]
    [InlineData("{\"a\" 1}", null)]
    [InlineData("1 2", null)]
    [InlineData("", null)]
    [InlineData("hello", null)]
    [InlineData("\"\\x\"", null)]
    public void Parse_takes_what_is_clear_and_nothing_else(string text, string? expected)
    {
        if (expected is null)
        {
            Assert.StartsWith("This is not JSON: ", Assert.Throws<FormatException>(() => LenientJson.Parse(text)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), LenientJson.Parse(text)));
        }
    }

    [Fact]
    public void Parse_names_line_and_column() =>
        Assert.EndsWith("at line 3, column 4.", Assert.Throws<FormatException>(() => LenientJson.Parse("{\n \"a\": 1,\n   ?}")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_of_deep_nesting_is_refused_rather_than_a_crash() =>
        Assert.Throws<FormatException>(() => LenientJson.Parse(new string('[', 100_000)));

    [Fact]
    public void Parse_of_anything_either_works_or_is_a_format_exception() =>
        Gen.String[Gen.OneOf(Gen.Char["{}[]\"':,\\/*0123456789.eE+-truefalsn \n"], Gen.Char), 0, 40].Sample(
            text =>
            {
                try
                {
                    LenientJson.Parse(text);
                }
                catch (FormatException)
                {
                    // refused
                }
            },
            iter: 20_000);
}
