using CsCheck;
using RasterAnalysis.Models.PythonFunctions;

namespace RasterAnalysis.Core.Tests.Models.PythonFunctions;

/// <summary>A stranger's file costs bounded work, and never fails the service.</summary>
public sealed class HostileFunctionTests
{
    private static readonly string[] Pieces =
    [
        "class F:\n", " def getParameterInfo(self):\n", "  return ", "  p = ", "  p.append(", "[", "]", "{", "}", "(", ")", "'name'", ":", ",", "'a'", "\"", "'''", "\\", "\n", "\n  ",
        "p", "=", "+=", "+", "-", "*", "**", "lambda", "for x in y", "if", "else", "dict(", "f'", "b'x'", "0x", "1e999", "1_0", "#", ";", "\t", "\0", "é", "\ud83d", ".", "...",
        "getParameterInfo(p)", "@", "async def", "None", "True", "\\N{DASH}", "\\x", "self",
    ];

    [Fact]
    public void Any_text_is_answered() => Gen.Int[0, Pieces.Length - 1].Select(piece => Pieces[piece]).Array[0, 60].Select(string.Concat).Sample(
        text => Assert.NotNull(PythonFunctionReader.Read($"class F:\n def getParameterInfo(self):\n  p = []\n  {text}", "F.py")), iter: 20_000);

    [Theory]
    [InlineData("return ", "(", 1_000_000, "")]
    [InlineData("return ", "[", 100_000, "")]
    [InlineData("return ", "{1:", 100_000, "")]
    [InlineData("return ", "-", 900_000, "1")]
    [InlineData("return ", "not ", 200_000, "x")]
    [InlineData("return ", "lambda:", 140_000, "x")]
    [InlineData("return ", "'a'+", 250_000, "'a'")]
    [InlineData("return ", "'a' ", 250_000, "")]
    [InlineData("return ", "[1]+", 250_000, "[]")]
    [InlineData("return [", "{},", 300_000, "]")]
    [InlineData("return [", "1,", 500_000, "]")]
    [InlineData("p = [1]\n", "  p += p\n", 100_000, "  return p")]
    [InlineData("p = [1]\n", "  p = p + p\n", 80_000, "  return p")]
    [InlineData("p = []\n", "  p.append(p)\n", 70_000, "  return p")]
    [InlineData("p = []\n", "  p = self.c.getParameterInfo(p)\n", 30_000, "  return p")]
    [InlineData("p = []\n", "  if {1:1}:p\n", 70_000, "  return p")]
    [InlineData("p = []\n  if {", "1:1,", 200_000, "}: pass\n  return p")]
    [InlineData("p = []\n", "  for x in y: p.append(1)\n", 35_000, "  return p")]
    [InlineData("return ", "9", 1_000_000, "")]
    [InlineData("return ", "0x9", 300_000, "")]
    [InlineData("return '", "\\x41", 250_000, "'")]
    [InlineData("return '''", "\n", 1_000_000, "")]
    [InlineData("", "class G:\n def getParameterInfo(self, q): return q.getParameterInfo(q)\n", 14_000, "")]
    [InlineData("", "  def getParameterInfo(self):\n", 30_000, "")]
    [InlineData("", "\n", 1_040_000, "")]
    public async Task Work_is_bounded(string before, string repeated, int count, string after)
    {
        var text = $"class F:\n def getParameterInfo(self):\n  {before}{string.Concat(Enumerable.Repeat(repeated, count))}{after}\n";

        var read = Task.Run(() => PythonFunctionReader.Read(text, "F.py"), TestContext.Current.CancellationToken);

        // a second would do; the limit only tells minutes from it
        var function = await read.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(function.Arguments.Count <= 100 && function.Warnings.Count <= 20);
    }

    [Fact]
    public void Two_methods_that_call_each_other_end()
    {
        var body = string.Concat(Enumerable.Repeat("  p = self.c.getParameterInfo(p)\n", 5000));
        var function = PythonFunctionReader.Read(
            $"class A:\n def getParameterInfo(self, p):\n{body}  return p\nclass B:\n def getParameterInfo(self, p):\n{body}  return p\n", "A.py");
        Assert.True(function.Warnings.Count <= 20);
    }

    [Fact]
    public void A_file_that_is_too_long_is_left_aside() => Assert.Equal(
        ["F.py: has more than 1048576 characters, so its arguments were not read."],
        PythonFunctionReader.Read(new string('#', PythonFunctionReader.MaxLength + 1), "F.py").Warnings);
}
