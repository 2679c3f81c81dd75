using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Files;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>
/// Entity tags of pictures: the same request over the same files is the same picture, whoever asks and in whatever order. Clients may keep it, and ask each time whether it still holds,
/// because a name may be given to another raster.
/// </summary>
internal static class PictureTag
{
    /// <summary>Parameters that say who asks and how the answer is wrapped, and nothing of the picture.</summary>
    private static readonly HashSet<string> WithoutMeaning = new(StringComparer.OrdinalIgnoreCase) { "token", "callback" };

    /// <summary>Answers "not modified" where the client has the picture, and sends the tag along with it otherwise. Other requests than GET are answered in full.</summary>
    /// <param name="context">The request.</param>
    /// <param name="service">What is shown.</param>
    /// <param name="answer">Makes the picture.</param>
    public static async Task<IResult> AnswerAsync(HttpContext context, ImageService service, Func<Task<IResult>> answer)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || Of(context, service) is not { } tag)
        {
            return await answer();
        }

        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        var isKnown = known.Any(other => other.Compare(tag, useStrongComparison: false));
        var result = isKnown ? Results.StatusCode(StatusCodes.Status304NotModified) : await answer();
        context.Response.GetTypedHeaders().ETag = tag;
        context.Response.Headers.CacheControl = context.RequestServices.GetRequiredService<ISignIn>().IsOn ? "private, no-cache" : "no-cache";
        return result;
    }

    /// <summary>
    /// Null where the picture may change while the file stays the same: files of raster stores may have others beside them or behind them. Uploads and results are the service's own.
    /// </summary>
    private static EntityTagHeaderValue? Of(HttpContext context, ImageService service)
    {
        if (service.Item.IsStoreFile || service.Item.Members.Count > 0 || service.Source.Path != service.Item.DataPath || FileStamp.Find(service.Source.Path) is not { } file)
        {
            return null;
        }

        var parameters = context.Parameters().All.Where(pair => !WithoutMeaning.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase);
        var asked = string.Join('&', parameters.Select(pair => $"{pair.Key.ToUpperInvariant()}={Uri.EscapeDataString(pair.Value)}"));
        var text = $"{EditionOf(context)} {service.Item.Id} {file.EntityTag} {context.Request.Path.Value} {asked}";
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16))}\"");
    }

    /// <summary>A later version of the service may encode the same picture in other bytes.</summary>
    private static string EditionOf(HttpContext context) =>
        $"{typeof(IRasterRenderer).Module.ModuleVersionId:N}{context.RequestServices.GetRequiredService<IRasterRenderer>().GetType().Module.ModuleVersionId:N}";
}
