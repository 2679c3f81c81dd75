using RasterAnalysis.Pipeline;

namespace RasterAnalysis.Core.Tests.Pipeline;

public sealed class StageClockTests
{
    [Fact]
    public void The_time_of_nothing_is_a_moment_of_now()
    {
        var before = DateTime.UtcNow;

        var time = new StageClock().Time;

        Assert.Equal(TimeSpan.Zero, time.Busy);
        Assert.Equal(time.Begun, time.Ended);
        Assert.InRange(time.Begun, before, DateTime.UtcNow);
    }

    [Fact]
    public void Time_reaches_from_the_first_part_to_the_last_and_sums_parts_side_by_side()
    {
        var clock = new StageClock();
        using var both = new Barrier(2);
        var before = DateTime.UtcNow;
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() => clock.Measure(() =>
        {
            both.SignalAndWait();
            SpinWait.SpinUntil(() => DateTime.UtcNow - before > TimeSpan.FromMilliseconds(30));
            both.SignalAndWait();
        })))];

        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        var time = clock.Time;

        Assert.Equal(DateTimeKind.Utc, time.Begun.Kind);
        Assert.True(time.Busy > time.Ended - time.Begun, $"{time}");
        Assert.InRange(time.Ended, time.Begun, DateTime.UtcNow);
    }

    [Fact]
    public void A_part_that_fails_counts()
    {
        var clock = new StageClock();

        Assert.Throws<InvalidOperationException>(() => clock.Measure(() => throw new InvalidOperationException()));

        Assert.True(clock.Time.Busy > TimeSpan.Zero);
    }
}
