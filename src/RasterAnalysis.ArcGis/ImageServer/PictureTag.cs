using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using RasterAnalysis.Files;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>
/// Entity tags of pictures: the same address over the same files is the same picture. Clients may keep it, and ask each time whether it still holds, because a name may be
/// given to another raster.
/// </summary>
internal static class PictureTag
{
    /// <summary>Answers "not modified" where the client has the picture, and sends the tag along with it otherwise. Other requests than GET are answered in full.</summary>
    /// <param name="context">The request.</param>
    /// <param name="service">What is shown.</param>
    /// <param name="answer">Makes the picture.</param>
    public static async Task<IResult> AnswerAsync(HttpContext context, ImageService service, Func<Task<IResult>> answer)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || Of(context.Request, service) is not { } tag)
        {
            return await answer();
        }

        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        var isKnown = known.Any(other => other.Compare(tag, useStrongComparison: false));
        var result = isKnown ? Results.StatusCode(StatusCodes.Status304NotModified) : await answer();
        context.Response.GetTypedHeaders().ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        return result;
    }

    /// <summary>
    /// Null where the picture may change while the file stays the same: files of raster stores may have others beside them or behind them. Uploads and results are the service's own.
    /// </summary>
    private static EntityTagHeaderValue? Of(HttpRequest request, ImageService service)
    {
        if (service.Item.IsStoreFile || service.Item.Members.Count > 0 || service.Source.Path != service.Item.DataPath || FileStamp.Find(service.Source.Path) is not { } file)
        {
            return null;
        }

        var text = $"{service.Item.Id} {file.EntityTag} {request.Path.Value}{request.QueryString.Value}";
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16))}\"");
    }
}
