namespace RasterAnalysis.Api.Uploads;

/// <summary>What every answer to an upload has, whoever gives it: the version of the protocol.</summary>
internal static class UploadSetup
{
    /// <summary>Below <c>/api/v1</c>.</summary>
    public const string Path = "/uploads";

    public static void AddUploads(this IServiceCollection services) => services.AddSingleton<UploadsInWork>().AddSingleton<UploadReceiver>();

    /// <summary>Has the headers added when an answer starts, since the exception handler clears what was set before.</summary>
    public static void UseUploads(this IApplicationBuilder app) => app.UseWhen(context => context.Request.Path.StartsWithSegments($"/api/v1{Path}"), uploads => uploads.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[UploadHeaders.Resumable] = UploadHeaders.Version;
            context.Response.Headers[UploadHeaders.Versions] = UploadHeaders.Version;
            return Task.CompletedTask;
        });
        return next(context);
    }));

    /// <summary>Refuses requests in another version of the protocol, or in none.</summary>
    public static async ValueTask<object?> CheckVersionAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        invocation.HttpContext.Request.Headers[UploadHeaders.Resumable].ToString() is var given && given == UploadHeaders.Version
            ? await next(invocation) : throw UploadFault.Version(UploadHeaders.Shorten(given));
}
