using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Checkpoints;
using RasterAnalysis.Inference;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

/// <summary>The tables from exceptions to what follows cover every exception of ours.</summary>
public sealed class InstanceFailuresTests
{
    private static readonly Dictionary<Type, RasterAnalysisException> OneOfEach = new()
    {
        [typeof(InvalidRequestException)] = new InvalidRequestException("context.extent", "misses the raster."),
        [typeof(BusyException)] = new BusyException("Too much at once."),
        [typeof(SignInRequiredException)] = new SignInRequiredException(),
        [typeof(InvalidTokenException)] = new InvalidTokenException("It has expired."),
        [typeof(ForbiddenException)] = new ForbiddenException("It is bob's."),
        [typeof(QuotaException)] = new QuotaException("file", "There is no room."),
        [typeof(NotReadyException)] = new NotReadyException("It is being prepared."),
        [typeof(NotFoundException)] = new NotFoundException("item", "17"),
        [typeof(ModelPackageException)] = new ModelPackageException("The package is odd."),
        [typeof(OnnxFormatException)] = new OnnxFormatException("The file is odd."),
        [typeof(CheckpointFormatException)] = new CheckpointFormatException("The file is odd."),
        [typeof(RasterAccessException)] = new RasterAccessException("The raster is odd.", isTransient: true),
        [typeof(InferenceException)] = new InferenceException("The network is odd.", isTransient: true),
        [typeof(ProcessingInstanceException)] = new ProcessingInstanceException("The instance is odd.", isTransient: true),
    };

    public static TheoryData<Type> Types =>
        [.. new[] { typeof(RasterAnalysisException).Assembly, typeof(InstanceFailures).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(RasterAnalysisException)) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_exception_comes_over_the_wall(Type type)
    {
        var sent = OneOfEach[type];

        var received = InstanceFailures.ToException(InstanceFailures.ToReply(sent));

        Assert.Equal((sent.Message, sent.IsTransient), (received.Message, received.IsTransient));
        if (type == typeof(OnnxFormatException) || type == typeof(CheckpointFormatException))
        {
            // it is of the package that the file came in
            Assert.IsType<ModelPackageException>(received);
        }
        else if (type != typeof(NotFoundException))
        {
            Assert.Equal(type, received.GetType());
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_exception_fails_a_job_with_its_own_words(Type type)
    {
        var outcome = JobOutcome.Of(OneOfEach[type], isCancelled: false, isStopping: false);

        Assert.Equal(JobStatus.Failed, outcome.Status);
        Assert.Contains(OneOfEach[type].Message, outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_and_stopping_come_before_what_went_wrong()
    {
        Assert.Equal(new JobOutcome(JobStatus.Cancelled, null), JobOutcome.Of(new IOException("a pipe broke"), isCancelled: true, isStopping: true));
        Assert.Equal(new JobOutcome(JobStatus.Waiting, null), JobOutcome.Of(new IOException("a pipe broke"), isCancelled: false, isStopping: true));
        Assert.Equal(JobStatus.TimedOut, JobOutcome.Of(new OperationCanceledException(), isCancelled: false, isStopping: false, isTimedOut: true).Status);
        Assert.Equal(JobStatus.Cancelled, JobOutcome.Of(new OperationCanceledException(), isCancelled: true, isStopping: false, isTimedOut: true).Status);
    }

    [Fact]
    public void What_is_not_ours_says_nothing_of_the_inside()
    {
        var outcome = JobOutcome.Of(new InvalidOperationException("secret"), isCancelled: false, isStopping: false);

        Assert.Equal(JobStatus.Failed, outcome.Status);
        Assert.DoesNotContain("secret", outcome.Message, StringComparison.Ordinal);
    }
}
