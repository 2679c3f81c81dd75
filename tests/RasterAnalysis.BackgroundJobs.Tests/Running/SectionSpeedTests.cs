using RasterAnalysis.BackgroundJobs.Running;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

public sealed class SectionSpeedTests
{
    [Fact]
    public void It_says_how_fast_the_job_goes_and_how_long_it_will_take()
    {
        var time = new ManualTime();
        var speed = new SectionSpeed(100_000_000, time);
        speed.Begin(20_000_000);

        time.Seconds = 10;
        Assert.Equal("Done, 2.0 megapixels per second, about 30 s left", speed.After(20_000_000, "Done"));
        time.Seconds = 400;
        Assert.Equal("Done, 0.1 megapixels per second, about 4 min left", speed.After(30_000_000, "Done"));
        Assert.Equal("Done, 0.2 megapixels per second", speed.After(30_000_000, "Done"));
    }

    private sealed class ManualTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
