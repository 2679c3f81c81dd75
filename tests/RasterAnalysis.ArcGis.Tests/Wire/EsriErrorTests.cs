using Microsoft.AspNetCore.Http;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Checkpoints;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Wire;

public sealed class EsriErrorTests
{
    private static readonly (Exception Exception, int Code)[] Table =
    [
        (new InvalidRequestException("model", "is required."), 400),
        (new NotFoundException("item", "x"), 400),
        (new NotFoundException("image service", "x"), 404),
        (new NotFoundException("job", "x"), 400),
        (new ModelPackageException("No .emd."), 400),
        (new OnnxFormatException("No ONNX file."), 400),
        (new CheckpointFormatException("No checkpoint."), 400),
        (new InferenceException("No memory."), 500),
        (new RasterAccessException("Block 1, 2 cannot be read."), 400),
        (new RasterAccessException("The disk is full.", isTransient: true), 503),
        (new SignInRequiredException(), 499),
        (new InvalidTokenException("It has expired."), 498),
        (new ForbiddenException("It is bob's."), 403),
        (new NotReadyException("It is being prepared."), 400),
        (new BusyException("Too much at once."), 503),
        (new QuotaException("job", "Five are running.", isTransient: true), 429),
        (new QuotaException("file", "There is no room."), 413),
        (new BadHttpRequestException("Too long.", 413), 400),
        (new InvalidOperationException("secret"), 500),
    ];

    [Fact]
    public void Table_covers_every_exception_of_the_project()
    {
        var types = typeof(RasterAnalysisException).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(RasterAnalysisException)) && !type.IsAbstract);
        Assert.Empty(types.Except(Table.Select(row => row.Exception.GetType())));
    }

    [Fact]
    public void From_gives_the_code_of_the_table() =>
        Assert.Equal(Table.Select(row => row.Code), Table.Select(row => EsriError.From(row.Exception).Code));

    [Fact]
    public void A_code_that_starts_a_sign_in_is_given_for_nothing_else()
    {
        int[] signIn = [401, 403, 498, 499];
        Assert.Equal(
            [typeof(SignInRequiredException), typeof(InvalidTokenException), typeof(ForbiddenException)],
            Table.Where(row => signIn.Contains(EsriError.From(row.Exception).Code)).Select(row => row.Exception.GetType()));
    }

    [Fact]
    public void From_a_defect_shows_nothing_of_it() =>
        Assert.DoesNotContain("secret", EsriError.From(new InvalidOperationException("secret")).ToJson().ToJsonString(), StringComparison.Ordinal);

    [Fact]
    public void ToJson_lists_each_of_several_faults_with_its_field() => EsriAssert.Json(
        """{"error":{"code":400,"message":"Unable to complete operation.","details":["model: is required.","context.extent: has no area."]}}""",
        EsriError.From(new InvalidRequestException([new("model", "is required."), new("context.extent", "has no area.")])).ToJson());

    [Fact]
    public void ToJson_of_an_unknown_job_has_a_list_of_details() => EsriAssert.Json(
        """{"error":{"code":400,"message":"There is no job 'j1'.","details":[]}}""",
        EsriError.From(new NotFoundException("job", "j1")).ToJson());
}
