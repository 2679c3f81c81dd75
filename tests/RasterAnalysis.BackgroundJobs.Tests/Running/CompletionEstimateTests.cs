using RasterAnalysis.BackgroundJobs.Running;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

public sealed class CompletionEstimateTests
{
    [Theory]
    [InlineData(10, 0.1, 60, 0.8, false)]   // 17 seconds left
    [InlineData(10, 0.1, 60, 0.95, true)]   // the last section
    [InlineData(10, 0.1, 6, 0.8, true)]     // 1.7 seconds left
    [InlineData(10, 0.7, 6, 0.8, false)]    // what an earlier run did tells nothing: 12 seconds left
    [InlineData(1000, 0.0, 3600, 0.5, false)]
    public void The_end_is_near_by_sections_or_by_time(int sections, double first, double seconds, double share, bool isNear)
    {
        var time = new Clock();
        var ending = new CompletionEstimate(sections, time);

        Assert.False(ending.IsNear(first));
        time.Now = TimeSpan.FromSeconds(seconds);
        Assert.Equal(isNear, ending.IsNear(share));
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
