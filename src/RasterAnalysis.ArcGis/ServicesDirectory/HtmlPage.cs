using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis.ServicesDirectory;

/// <summary>A resource as a page for people: its links, and its JSON as nested lists. Every text is encoded, whoever it came from.</summary>
internal static class HtmlPage
{
    /// <summary>The page has no script and loads nothing but the swatches inside it.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:";

    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em}dl{margin:0 0 0 1.5em}dt{font-weight:600}"
        + "dd{margin:0 0 0 1.5em;overflow-wrap:anywhere}ol{margin:0}nav a{margin-right:1em}";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    /// <summary>Renders the page.</summary>
    public static string Render(EsriResource resource, HttpRequest request)
    {
        var root = $"{request.PathBase.ToUriComponent()}{ArcGisRequest.Root}/";
        var title = Encoder.Encode(resource.Title);
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(title).Append("</title><style>").Append(Style)
            .Append("</style></head>\n<body>\n<nav>").Append(Link("Services", $"{root}{ServicePaths.Services}?f=html")).Append(Link("JSON", "?f=pjson"))
            .Append("</nav>\n<h1>").Append(title).Append("</h1>\n");
        if (resource.Links.Count > 0)
        {
            page.Append("<ul>\n");
            foreach (var link in resource.Links)
            {
                page.Append("<li>").Append(Link(link.Text, $"{root}{link.Path}?f=html")).Append("</li>\n");
            }

            page.Append("</ul>\n");
        }

        Append(page, resource.Body);
        return page.Append("</body></html>\n").ToString();
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
