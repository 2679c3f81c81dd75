using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Processing;

/// <summary>Carries exceptions over the wall between the processes. The one table of it.</summary>
public static class InstanceFailures
{
    private const string OutOfMemory = "out-of-memory";

    /// <summary>What an instance says of an exception.</summary>
    public static InstanceReply.Failure ToReply(Exception exception) => exception switch
    {
        InvalidRequestException invalid => new("invalid-request", invalid.Message, false, invalid.Errors),
        RasterAnalysisException known => new(known.Code, known.Message, known.IsTransient, []),
        OutOfMemoryException => new(OutOfMemory, "The processing instance ran out of memory.", true, []),
        _ => new("internal", $"{exception.GetType().Name}: {exception.Message}", false, []),
    };

    /// <summary>The exception that a failure stands for.</summary>
    public static RasterAnalysisException ToException(InstanceReply.Failure failure) => failure.Code switch
    {
        "invalid-request" => new InvalidRequestException(failure.Errors),
        "model-package" => new ModelPackageException(failure.Text),
        "raster-access" => new RasterAccessException(failure.Text, failure.IsTransient),
        "sign-in" => new SignInRequiredException(failure.Text),
        "invalid-token" => new InvalidTokenException(failure.Text),
        "forbidden" => new ForbiddenException(failure.Text),
        "not-ready" => new NotReadyException(failure.Text),
        "quota" => new QuotaException("", failure.Text, failure.IsTransient),
        "busy" => new BusyException(failure.Text),
        "inference" => new InferenceException(failure.Text, failure.IsTransient),
        _ => new ProcessingInstanceException(failure.Text, failure.IsTransient) { IsForMemory = failure.Code == OutOfMemory },
    };
}
