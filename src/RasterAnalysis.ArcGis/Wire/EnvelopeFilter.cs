using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>
/// Stands around every operation: reads the request, has the answer written in the format that was asked for, and turns failures into
/// ArcGIS's error object.
/// </summary>
internal sealed class EnvelopeFilter(IOptions<ArcGisOptions> options, ISignIn signIn, IAudit audit, ILogger<EnvelopeFilter> logger, ICrossSiteRule? crossSite = null) : IEndpointFilter
{
    // seconds
    private const string RetryAfter = "5";

    /// <summary>Bytes of a file that are taken from who is not known yet: arcgis-rest-js sends its token in the form, behind the file.</summary>
    private const long MostOfUnknown = 64 << 20;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var format = ResponseFormat.Json;
        string? callback = null;
        UploadedFile? upload = null;
        try
        {
            RefuseOtherPages(context);
            (var parameters, upload) = await ReadAsync(context);
            format = ResponseFormatParser.Parse(parameters["f"], context.Request, context.GetEndpoint());
            callback = JsonpCallback.Parse(parameters["callback"]);
            await AdmitAsync(context, parameters);
            context.Features.Set(new ArcGisRequest(parameters, format, callback, ArcGisRequest.BaseAddressOf(context.Request)) { Upload = upload });
            return await next(invocation) switch
            {
                EsriResource resource => new EsriResult(resource, format, callback),
                var result => result,
            };
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            var error = EsriError.From(exception);
            Log(exception, error, context.Request);
            if (exception is ForbiddenException forbidden)
            {
                await audit.RecordAsync(RefusedRequest.Of(context.Request, context.GetEndpoint(), context.Request.RouteValues, forbidden));
            }

            context.Response.Headers.RetryAfter = error.Code is EsriError.Busy or EsriError.TooMany ? RetryAfter : default;
            context.Response.StatusCode = IsPicture(context, format) ? error.HttpStatus : StatusCodes.Status200OK;
            return exception is SignInRequiredException && format == ResponseFormat.Html && HttpMethods.IsGet(context.Request.Method)
                ? Results.Redirect($"{context.Request.PathBase}/sign-in{QueryString.Create("returnUrl", $"{context.Request.PathBase}{context.Request.Path}{context.Request.QueryString}")}")
                : new EsriResult(new EsriResource("Error", error.ToJson()), format, callback);
        }
        finally
        {
            if (upload is not null)
            {
                File.Delete(upload.Path);
            }
        }
    }

    /// <summary>Before the body is read, so that nothing of it is kept.</summary>
    private void RefuseOtherPages(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ChangingOperation>() is not null && crossSite?.Fault(context.Request) is { } fault)
        {
            throw new InvalidRequestException("Origin", fault);
        }
    }

    /// <summary>Looks who asks, and whether they may ask this at all; whether they may see what they ask for is looked at where it is looked up.</summary>
    private async Task AdmitAsync(HttpContext context, RequestParameters parameters)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<CredentialOperation>() is not null)
        {
            context.RequestServices.GetRequiredService<CurrentCaller>().Value = Caller.Nobody;
            return;
        }

        await signIn.KnowAsync(context, parameters["token"]);
        var caller = context.RequestServices.GetRequiredService<CurrentCaller>().Value;
        var isChange = metadata?.GetMetadata<ChangingOperation>() is not null;
        caller.Require(metadata?.GetMetadata<RequiredRights>()?.Rights ?? (isChange ? Rights.Submit : Rights.None));
        if (isChange && caller.IsByCookie)
        {
            // what a browser sends by itself changes nothing by an address that is merely opened
            context.RequirePost();
            await signIn.RequireOwnPageAsync(context, parameters[HtmlForm.Proof]);
        }
    }

    private static bool IsPicture(HttpContext context, ResponseFormat format) =>
        format is ResponseFormat.Image or ResponseFormat.Kmz || context.GetEndpoint()?.Metadata.GetMetadata<TileOperation>() is not null;

    private async Task<(RequestParameters Parameters, UploadedFile? Upload)> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.GetEndpoint()?.Metadata.GetMetadata<UploadOperation>() is null || !UploadedForm.IsIn(request))
        {
            return (await RequestParameters.ReadAsync(request, options.Value.MaxRequestBytes, context.RequestAborted), null);
        }

        var (isKnown, most) = (await IsKnownAsync(context), context.RequestServices.GetRequiredService<JobLimits>().MaxFileBytes);
        var form = new UploadedForm(
            context.RequestServices.GetRequiredService<DataLayout>().UploadFolder, isKnown ? most : Math.Min(most, MostOfUnknown), options.Value.MaxRequestBytes);
        try
        {
            await form.ReadAsync(request, context.RequestAborted);
        }
        catch (InvalidRequestException) when (!isKnown)
        {
            // whatever is wrong with the form, it is nobody's yet
            throw new SignInRequiredException($"Send the token in a header or in the query: ahead of a token no more than {MostOfUnknown >> 20} MiB of a file are taken.");
        }

        return (RequestParameters.Of(form.Fields, request.Query), form.File);
    }

    /// <summary>Whether it can be told who asks before the form is read; who may bring nothing is refused then.</summary>
    private async Task<bool> IsKnownAsync(HttpContext context)
    {
        await signIn.KnowAsync(context, context.Request.Query["token"].ToString() is { Length: > 0 } token ? token : null);
        var caller = context.RequestServices.GetRequiredService<CurrentCaller>().Value;
        if (caller.IsSignedIn)
        {
            caller.Require(Rights.Submit);
        }

        return caller.IsSignedIn;
    }

    private void Log(Exception exception, EsriError error, HttpRequest request)
    {
        // no query: it may carry a token
        if (error.IsOurs)
        {
            logger.LogError(exception, "{Method} {Path} failed.", request.Method, request.Path);
        }
        else if (exception is Rasters.RasterAccessException)
        {
            logger.LogInformation("{Method} {Path} was refused: {Reason}", request.Method, request.Path, exception.Message);
        }
        else
        {
            logger.LogDebug(exception, "{Method} {Path} was refused.", request.Method, request.Path);
        }
    }
}
