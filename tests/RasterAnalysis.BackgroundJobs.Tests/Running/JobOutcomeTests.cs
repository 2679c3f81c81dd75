using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

/// <summary>What ended a job decides how it is recorded; <see cref="Instances.InstanceFailuresTests"/> has the exceptions of ours one by one.</summary>
public sealed class JobOutcomeTests
{
    [Theory]
    [InlineData(false, false, false, JobStatus.Waiting)] // the queue took it away: it is run again
    [InlineData(false, false, true, JobStatus.TimedOut)]
    [InlineData(false, true, false, JobStatus.Waiting)]
    [InlineData(false, true, true, JobStatus.Waiting)] // what the stop of the service held up is no fault of the job
    [InlineData(true, false, false, JobStatus.Cancelled)]
    [InlineData(true, false, true, JobStatus.Cancelled)] // who was told that it is cancelling accepts nothing else
    [InlineData(true, true, false, JobStatus.Cancelled)]
    [InlineData(true, true, true, JobStatus.Cancelled)]
    public void Work_that_was_stopped_ends_as_whoever_stopped_it_wants(bool isCancelled, bool isStopping, bool isTimedOut, JobStatus expected)
    {
        var outcome = JobOutcome.Of(new OperationCanceledException(), isCancelled, isStopping, isTimedOut);

        Assert.Equal(expected, outcome.Status);
        Assert.Equal(expected == JobStatus.TimedOut, outcome.Message is not null);
    }

    [Fact]
    public void A_job_that_took_too_long_names_the_setting() => Assert.Contains(
        "Limits__MaxJobTime", JobOutcome.Of(new OperationCanceledException(), isCancelled: false, isStopping: false, isTimedOut: true).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_fault_of_a_request_is_told()
    {
        var fault = new InvalidRequestException([new RequestError("context.extent", "misses the raster."), new RequestError("model", "is gone.")]);

        Assert.Equal(
            new JobOutcome(JobStatus.Failed, "context.extent: misses the raster. model: is gone."), JobOutcome.Of(fault, isCancelled: false, isStopping: false));
    }

    [Fact]
    public void A_file_that_cannot_be_written_says_why() => Assert.Equal(
        new JobOutcome(JobStatus.Failed, "A file could not be written or read: No space left on device"),
        JobOutcome.Of(new IOException("No space left on device"), isCancelled: false, isStopping: false));
}
