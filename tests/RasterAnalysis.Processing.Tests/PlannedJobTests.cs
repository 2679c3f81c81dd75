using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Processing.Tests;

/// <summary>What an instance says of a plan is looked at before it becomes rows and files.</summary>
public sealed class PlannedJobTests
{
    private static readonly PixelWindow Left = new(0, 0, 60, 80);

    [Fact]
    public void Sections_that_make_the_output_are_taken_as_they_were_sent()
    {
        var sent = Answer(Left, new(60, 0, 40, 80));

        var read = PlanJson.Read<PlannedJob>(PlanJson.Write(sent)).Check();

        Assert.Equal((sent.Size, sent.PixelType, sent.Key), (read.Size, read.PixelType, read.Key));
        Assert.Equal(sent.Sections, read.Sections);
    }

    [Theory]
    [InlineData(60, 0, 39, 80)]
    [InlineData(60, 0, 41, 80)]
    [InlineData(60, 1, 40, 80)]
    [InlineData(-40, 0, 40, 80)]
    [InlineData(60, 0, 0, 80)]
    [InlineData(60, 0, int.MaxValue, int.MaxValue)]
    public void Others_are_refused(int column, int row, int width, int height) =>
        Assert.Throws<ProcessingInstanceException>(() => Answer(Left, new(column, row, width, height)).Check());

    [Fact]
    public void An_answer_without_sections_is_refused()
    {
        Assert.Throws<ProcessingInstanceException>(() => Answer().Check());
        Assert.Throws<ProcessingInstanceException>(() => PlanJson.Read<PlannedJob>("{}").Check());
    }

    private static PlannedJob Answer(params PixelWindow[] sections) => new(new RasterSize(100, 80), PixelType.U8, sections, null, "key");
}
