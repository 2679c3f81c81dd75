using RasterAnalysis.Requests;

namespace RasterAnalysis.Core.Tests.Requests;

public sealed class ParallelProcessingFactorTests
{
    [Theory]
    [InlineData(null, 1, false)]
    [InlineData("", 1, false)]
    [InlineData("1", 1, false)]
    [InlineData("3", 3, false)]
    [InlineData("50%", 4, false)]
    [InlineData("60 %", 4, false)]
    [InlineData("1%", 1, false)]
    [InlineData("100%", 8, false)]
    [InlineData("9", 8, true)]
    [InlineData("0", 1, true)]
    [InlineData("-2", 1, true)]
    [InlineData("many", 1, true)]
    [InlineData("NaN%", 1, true)]
    public void Parse_gives_instances_and_says_what_it_changed(string? text, int instances, bool isNoted)
    {
        Assert.Equal(instances, ParallelProcessingFactor.Parse(text, 8, out var note));
        Assert.Equal(isNoted, note is not null);
    }
}
