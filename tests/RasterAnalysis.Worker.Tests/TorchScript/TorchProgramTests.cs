using RasterAnalysis.Worker.Python;
using RasterAnalysis.Worker.TorchScript;

namespace RasterAnalysis.Worker.Tests.TorchScript;

/// <summary>Answers of the process that converts.</summary>
public sealed class TorchProgramTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{"torch": "2", "free": [], "checks": []}""")]
    public void What_is_no_answer_is_refused(string? line) => Assert.Throws<RasterAnalysis.Models.ModelPackageException>(() => ConversionReply.Read(line));

    [Fact]
    public void Results_that_do_not_fit_the_answer_are_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new byte[16]);
            Assert.Equal(4, ConversionRun.Read(path, [1, 1, 2, 2]).Length);
            foreach (var dimensions in (int[][])[[1, 1, 2, 3], [0], [-1, -4], [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue]])
            {
                Assert.Throws<RasterAnalysis.Models.ModelPackageException>(() => ConversionRun.Read(path, dimensions));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void No_interpreter_has_no_version() =>
        Assert.Null(new TorchProgram(new PythonSettings { Interpreter = "" }).Version);
}
