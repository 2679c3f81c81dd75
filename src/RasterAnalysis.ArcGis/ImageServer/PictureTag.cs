using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

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
    public static IResult Answer(HttpContext context, ImageService service, Func<IResult> answer)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || Of(context.Request, service) is not { } tag)
        {
            return answer();
        }

        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        var isKnown = known.Any(other => other.Compare(tag, useStrongComparison: false));
        var result = isKnown ? Results.StatusCode(StatusCodes.Status304NotModified) : answer();
        context.Response.GetTypedHeaders().ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        return result;
    }

    /// <summary>Null where a file of the service is not there.</summary>
    private static EntityTagHeaderValue? Of(HttpRequest request, ImageService service)
    {
        var text = new StringBuilder(service.Item.Id).Append(request.Path.Value).Append(request.QueryString.Value);
        foreach (var path in service.Item.Members.Select(member => member.Path).Append(service.Item.DataPath).Append(service.Source.Path))
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return null;
            }

            text.Append(CultureInfo.InvariantCulture, $"|{file.LastWriteTimeUtc.Ticks} {file.Length}");
        }

        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16))}\"");
    }
}
