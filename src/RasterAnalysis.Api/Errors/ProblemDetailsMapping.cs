using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Uploads;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Checkpoints;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Api.Errors;

/// <summary>The one table from exceptions to HTTP problems (RFC 9457). Every fault of a request is listed under <c>errors</c>.</summary>
internal sealed partial class ProblemDetailsMapping(IProblemDetailsService problems, IAudit audit, ILogger<ProblemDetailsMapping> logger) : IExceptionHandler
{
    /// <summary>The problem that stands for an exception.</summary>
    public static ProblemDetails ToProblem(Exception exception) => exception switch
    {
        InvalidRequestException invalid => Problem(400, invalid.Code, "The request cannot be taken as it stands.", invalid.Message, invalid.Errors),
        ModelPackageException or OnnxFormatException or CheckpointFormatException => Problem(
            400, "model-package", "The model package cannot be used.", exception.Message, [new RequestError("file", exception.Message)]),
        RasterAccessException { IsTransient: false } raster => Problem(
            400, raster.Code, "The raster cannot be used.", raster.Message, [new RequestError(raster.Field ?? "file", raster.Message)]),
        SignInRequiredException unknown => Problem(401, unknown.Code, "Sign in first.", unknown.Message, []),
        InvalidTokenException token => Problem(401, token.Code, "The token does not count.", token.Message, []),
        ForbiddenException forbidden => Problem(403, forbidden.Code, "You may not do this.", forbidden.Message, []),
        NotFoundException missing => Problem(404, missing.Code, $"There is no such {missing.What}.", missing.Message, []),
        UploadFault fault => Problem(fault.Status, fault.Code, fault.Title, fault.Message, [new RequestError(fault.Field, fault.Message)]),
        QuotaException quota => Problem(
            quota.IsTransient ? 429 : 413, quota.Code, "This is more than one user may have here.", quota.Message, [new RequestError(quota.Field, quota.Message)]),
        NotReadyException waiting => Problem(409, waiting.Code, "The item is not ready.", waiting.Message, []),
        RasterAnalysisException { IsTransient: true } transient => Problem(
            503, transient.Code, "This did not work now; try again.", transient.Message, []),
        RasterAnalysisException known => Problem(500, known.Code, "The service could not do this.", known.Message, []),
        _ when DatabaseTrouble.Is(exception) => Problem(503, "database", "The service cannot write or read its database just now; try again.", DatabaseTrouble.Text, []),
        BadHttpRequestException bad when Unbound().Match(bad.Message) is { Success: true } match => ToProblem(
            new InvalidRequestException(match.Groups["name"].Value, $"is '{match.Groups["value"].Value}', which is no {KindOf(match.Groups["type"].Value)}.")),
        BadHttpRequestException bad => Problem(bad.StatusCode, "bad-request", "The request is not valid HTTP for this resource.", bad.Message, []),
        _ => Problem(500, "internal", "The service met an unexpected fault.", "The service's log has the details.", []),
    };

    /// <summary>A problem as all of ours are.</summary>
    public static ProblemDetails Problem(int status, string code, string title, string detail, IReadOnlyList<RequestError> errors) => new()
    {
        Type = $"urn:rasteranalysis:problem:{code}",
        Status = status,
        Title = title,
        Detail = detail,
        Extensions = { ["code"] = code, ["errors"] = errors },
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        var problem = ToProblem(exception);
        if (problem.Status >= 500)
        {
            logger.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, httpContext.Request.Path);
        }

        else if (exception is RasterAccessException)
        {
            logger.LogInformation("{Method} {Path} was refused: {Reason}", httpContext.Request.Method, httpContext.Request.Path, exception.Message);
        }

        if (exception is ForbiddenException refusal)
        {
            // the endpoint is not the request's any more
            var failed = httpContext.Features.Get<IExceptionHandlerFeature>();
            await audit.RecordAsync(RefusedRequest.Of(httpContext.Request, failed?.Endpoint, failed?.RouteValues, refusal));
        }

        if (problem.Status == 401)
        {
            httpContext.Response.Headers.WWWAuthenticate = exception is InvalidTokenException ? "Bearer error=\"invalid_token\"" : "Bearer";
        }

        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }

    // ASP.NET Core says it in words only
    [GeneratedRegex("^Failed to bind parameter \"(?<type>[^ ]+) (?<name>[^\"]+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex Unbound();

    private static string KindOf(string type) => type.StartsWith("int", StringComparison.Ordinal) ? "whole number of at most 10 digits" : type;
}
