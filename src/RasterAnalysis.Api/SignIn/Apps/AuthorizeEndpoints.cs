using RasterAnalysis.Access;

namespace RasterAnalysis.Api.SignIn.Apps;

/// <summary>Maps the pages on which users let apps in. They stand in the ArcGIS face and are none of its resources: they are for people, and answer in no other format.</summary>
internal static class AuthorizeEndpoints
{
    public static void MapAuthorize(this WebApplication app)
    {
        var pages = app.MapGroup(AuthorizePages.Path).ExcludeFromDescription().Requires(Rights.None);
        pages.MapGet("", (HttpContext context, AuthorizePages authorize) => authorize.ShowAsync(context));
        pages.MapPost("", (HttpContext context, AuthorizePages authorize) => authorize.DecideAsync(context)).DisableAntiforgery();
    }
}
