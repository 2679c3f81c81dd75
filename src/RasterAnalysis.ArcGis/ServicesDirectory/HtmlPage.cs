using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis.ServicesDirectory;

/// <summary>A resource as a page for people: its links, pictures and forms, and its JSON as nested lists. Every text is encoded, whoever it came from.</summary>
internal static class HtmlPage
{
    /// <summary>The page has no script, loads nothing but pictures of the service, and sends its forms nowhere else.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    /// <summary>Seconds after which a page whose subject goes on loads itself again.</summary>
    public const int SecondsToReload = 2;

    /// <summary>The parameter that keeps such a page still when it is <c>false</c>.</summary>
    public const string Follow = "follow";

    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em}dl{margin:0 0 0 1.5em}dt{font-weight:600}"
        + "dd{margin:0 0 0 1.5em;overflow-wrap:anywhere}ol{margin:0}nav a{margin-right:1em}label{display:block;font-weight:600}small{display:block;color:#555}"
        + "input,select,textarea{font:inherit;width:100%;max-width:44em;box-sizing:border-box;padding:.3em}button{font:inherit;padding:.4em 1.2em}form{margin:1em 0}form p{margin:.7em 0}"
        + "figure{margin:1em 0}figure img{max-width:100%;height:auto;border:1px solid #aaa;background:#fff}figcaption{color:#555}"
        + ".legend{list-style:none;padding:0;columns:16em}.legend img{vertical-align:middle;margin-right:.5em}progress{width:100%;max-width:44em}";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    /// <summary>Renders the page.</summary>
    /// <param name="resource">What it shows.</param>
    /// <param name="request">The request.</param>
    /// <param name="proof">What its forms say to have come from it; null where nobody asks.</param>
    public static string Render(EsriResource resource, HttpRequest request, string? proof)
    {
        var root = $"{request.PathBase.ToUriComponent()}{ArcGisRequest.Root}/";
        var title = Encoder.Encode(resource.Title);
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(title).Append("</title><style>").Append(Style)
            .Append("</style></head>\n<body>\n<nav>").Append(Link("Services", $"{root}{ServicePaths.Services}?f=html")).Append(Link("JSON", "?f=pjson")).Append(Link("Map page", $"{request.PathBase.ToUriComponent()}/"))
            .Append("</nav>\n<h1>").Append(title).Append("</h1>\n");
        if (resource.Links.Count > 0)
        {
            page.Append("<ul>\n");
            foreach (var link in resource.Links)
            {
                page.Append("<li>").Append(Link(link.Text, link.Path.StartsWith('/') ? request.PathBase.ToUriComponent() + link.Path : $"{root}{link.Path}?f=html")).Append("</li>\n");
            }

            page.Append("</ul>\n");
        }

        if (resource.Page is { } parts)
        {
            Append(page, parts, root, proof);
        }

        Append(page, resource.Body);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Append(StringBuilder page, ResourcePage parts, string root, string? proof)
    {
        if (parts.Percent is { } percent)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p><progress max=\"100\" value=\"{percent:0.#}\" aria-label=\"Progress\">{percent:0} %</progress></p>\n");
        }

        if (parts.IsLive)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>This page loads itself again every {SecondsToReload} seconds. ").Append(Link("Stop that", $"?f=html&{Follow}=false")).Append("</p>\n");
        }

        foreach (var picture in parts.Pictures.Where(picture => !picture.IsSwatch))
        {
            var source = Encoder.Encode(picture.Source.StartsWith("data:", StringComparison.Ordinal) ? picture.Source : root + picture.Source);
            page.Append(CultureInfo.InvariantCulture, $"<figure><img src=\"{source}\" alt=\"\"><figcaption>{Encoder.Encode(picture.Text)}</figcaption></figure>\n");
        }

        if (parts.Pictures.Any(picture => picture.IsSwatch))
        {
            page.Append("<ul class=\"legend\" aria-label=\"Legend\">\n");
            foreach (var picture in parts.Pictures.Where(picture => picture.IsSwatch))
            {
                page.Append(CultureInfo.InvariantCulture, $"<li><img src=\"{Encoder.Encode(picture.Source)}\" alt=\"\">{Encoder.Encode(picture.Text)}</li>\n");
            }

            page.Append("</ul>\n");
        }

        for (var i = 0; i < parts.Forms.Count; i++)
        {
            HtmlForm.Append(page, parts.Forms[i], root, i, Encoder, proof);
        }
    }

    private static void Append(StringBuilder page, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject found:
                page.Append("<dl>\n");
                foreach (var (name, value) in found)
                {
                    page.Append("<dt>").Append(Encoder.Encode(name)).Append("</dt><dd>");
                    Append(page, value);
                    page.Append("</dd>\n");
                }

                page.Append("</dl>\n");
                break;
            case JsonArray array:
                page.Append("<ol>\n");
                foreach (var value in array)
                {
                    page.Append("<li>");
                    Append(page, value);
                    page.Append("</li>\n");
                }

                page.Append("</ol>\n");
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                page.Append(Text(value.GetValue<string>()));
                break;
            default:
                page.Append(node is null ? "null" : Encoder.Encode(node.ToJsonString()));
                break;
        }
    }

    private static string Text(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? Link(text, text) : Encoder.Encode(text);

    private static string Link(string text, string address) => $"<a href=\"{Encoder.Encode(address)}\">{Encoder.Encode(text)}</a>";
}
