using System.Text;
using RasterAnalysis.Catalog;
using RasterAnalysis.Uploads;

namespace RasterAnalysis.Core.Tests.Uploads;

/// <summary>Whatever a client calls its file, the name is one that a folder takes.</summary>
public sealed class UploadNameTests
{
    [Theory]
    [InlineData("model.dlpk", "model.dlpk")]
    [InlineData("C:\\scenes\\harbour north.tif", "harbour north.tif")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("package", "_package")]
    [InlineData("PACKAGE", "_PACKAGE")]
    [InlineData("", "upload")]
    [InlineData("..", "upload")]
    [InlineData("a\u0001b?.tif", "a_b_.tif")]
    public void Safe_is_a_name_of_a_file(string given, string expected) => Assert.Equal(expected, UploadName.Safe(given));

    [Fact]
    public void Safe_of_half_a_character_is_text() => Assert.Equal("\ufffd.tif", UploadName.Safe($"{(char)0xD800}.tif"));

    [Theory]
    [InlineData("x")]
    [InlineData("ä")]
    [InlineData("\ud83d\ude00")]
    public void Safe_of_a_long_name_keeps_the_end(string letter)
    {
        var safe = UploadName.Safe(string.Concat(Enumerable.Repeat(letter, 3000)) + ".tif");

        Assert.InRange(Encoding.UTF8.GetByteCount(safe), 190, 200);
        Assert.EndsWith($"{letter}.tif", safe, StringComparison.Ordinal);
        Assert.DoesNotContain('\ufffd', safe);
    }
}
