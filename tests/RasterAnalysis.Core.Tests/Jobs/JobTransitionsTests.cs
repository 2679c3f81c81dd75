using RasterAnalysis.Jobs;

namespace RasterAnalysis.Core.Tests.Jobs;

public sealed class JobTransitionsTests
{
    [Fact]
    public void IsAllowed_is_what_clients_of_ArcGIS_expect()
    {
        var allowed = from a in Enum.GetValues<JobStatus>() from b in Enum.GetValues<JobStatus>() where JobTransitions.IsAllowed(a, b) select $"{a} {b}";

        Assert.Equal(
            [
                "Submitted Waiting", "Submitted Executing", "Submitted Cancelling", "Submitted Cancelled", "Submitted Failed",
                "Waiting Executing", "Waiting Cancelling", "Waiting Cancelled", "Waiting Failed", "Waiting TimedOut",
                "Executing Waiting", "Executing Cancelling", "Executing Succeeded", "Executing Failed", "Executing TimedOut",
                "Cancelling Cancelled",
            ],
            allowed);
    }

    [Fact]
    public void Sources_is_the_other_way_round() => Assert.All(
        from a in Enum.GetValues<JobStatus>() from b in Enum.GetValues<JobStatus>() select (a, b),
        pair => Assert.Equal(JobTransitions.IsAllowed(pair.a, pair.b), JobTransitions.Sources(pair.b).Contains(pair.a)));

    [Theory]
    [InlineData(JobStatus.Cancelled, true)]
    [InlineData(JobStatus.Succeeded, true)]
    [InlineData(JobStatus.Failed, true)]
    [InlineData(JobStatus.TimedOut, true)]
    [InlineData(JobStatus.Cancelling, false)]
    [InlineData(JobStatus.Waiting, false)]
    public void IsFinal_is_true_of_the_states_that_end_a_job(JobStatus status, bool expected) => Assert.Equal(expected, status.IsFinal());
}
