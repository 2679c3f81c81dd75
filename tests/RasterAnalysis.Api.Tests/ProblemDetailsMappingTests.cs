using Microsoft.AspNetCore.Http;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.Uploads;
using RasterAnalysis.Checkpoints;
using RasterAnalysis.Gdal;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Api.Tests;

/// <summary>The table from exceptions to HTTP problems covers every exception of ours.</summary>
public sealed class ProblemDetailsMappingTests
{
    private static readonly Dictionary<Type, (Exception Exception, int Status)> Expected = new()
    {
        [typeof(InvalidRequestException)] = (new InvalidRequestException("model", "is required."), 400),
        [typeof(BusyException)] = (new BusyException("Too much at once."), 503),
        [typeof(UploadFault)] = (UploadFault.Expired("17"), 410),
        [typeof(SignInRequiredException)] = (new SignInRequiredException(), 401),
        [typeof(InvalidTokenException)] = (new InvalidTokenException("It has expired."), 401),
        [typeof(ForbiddenException)] = (new ForbiddenException("It is bob's."), 403),
        [typeof(QuotaException)] = (new QuotaException("file", "There is no room."), 413),
        [typeof(NotReadyException)] = (new NotReadyException("It is being prepared."), 409),
        [typeof(NotFoundException)] = (new NotFoundException("item", "17"), 404),
        [typeof(OnnxFormatException)] = (new OnnxFormatException("The file is odd."), 400),
        [typeof(CheckpointFormatException)] = (new CheckpointFormatException("The checkpoint is odd."), 400),
        [typeof(ModelPackageException)] = (new ModelPackageException("The package is odd."), 400),
        [typeof(RasterAccessException)] = (new RasterAccessException("The raster is odd."), 400),
        [typeof(InferenceException)] = (new InferenceException("The network is odd."), 500),
        [typeof(ProcessingInstanceException)] = (new ProcessingInstanceException("The instance is gone.", isTransient: true), 503),
    };

    public static TheoryData<Type> Types =>
        [.. new[] { typeof(RasterAnalysisException), typeof(ProcessingInstanceException), typeof(GdalException), typeof(UploadFault) }.SelectMany(type => type.Assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(RasterAnalysisException)) && !type.IsAbstract && type != typeof(GdalException))];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_exception_has_its_status_and_says_what_happened(Type type)
    {
        var (exception, status) = Expected[type];

        var problem = ProblemDetailsMapping.ToProblem(exception);

        Assert.Equal(status, problem.Status);
        Assert.Equal(exception.Message, problem.Detail);
        Assert.StartsWith("urn:rasteranalysis:problem:", problem.Type, StringComparison.Ordinal);
    }

    [Fact]
    public void A_raster_that_may_work_later_is_no_fault_of_the_caller() =>
        Assert.Equal(503, ProblemDetailsMapping.ToProblem(new RasterAccessException("The server is away.", isTransient: true)).Status);

    [Fact]
    public void What_a_user_has_too_much_of_for_a_while_may_be_asked_for_again() =>
        Assert.Equal(429, ProblemDetailsMapping.ToProblem(new QuotaException("job", "Five are running.", isTransient: true)).Status);

    [Fact]
    public void What_is_not_ours_says_nothing_of_the_inside()
    {
        var problem = ProblemDetailsMapping.ToProblem(new InvalidOperationException("secret"));

        Assert.Equal(500, problem.Status);
        Assert.DoesNotContain("secret", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_of_HTTP_itself_keep_their_status() =>
        Assert.Equal(413, ProblemDetailsMapping.ToProblem(new BadHttpRequestException("too large", 413)).Status);
}
