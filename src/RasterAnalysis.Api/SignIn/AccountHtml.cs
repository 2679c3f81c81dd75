using System.Text;
using System.Text.Encodings.Web;

namespace RasterAnalysis.Api.SignIn;

/// <summary>Pages of plain HTML for who signs in: no script, nothing from elsewhere, every text encoded.</summary>
internal static class AccountHtml
{
    /// <summary>Where their style sheet is.</summary>
    public const string StylePath = "/sign-in/style.css";

    /// <summary>The style sheet, in keeping with the map page.</summary>
    public const string Style =
        ":root{font:15px/1.5 system-ui,\"Segoe UI\",Roboto,\"Noto Sans\",\"Liberation Sans\",sans-serif;color:#17252f}*{box-sizing:border-box}"
        + "body{margin:0;background:#f4f6f7}main{max-width:26rem;margin:8vh auto;background:#fff;border:1px solid #dfe4e8;border-radius:10px;padding:1.75rem}main.wide{max-width:44rem;margin-top:4vh}"
        + "h1{font-size:1.25rem;margin:0 0 1rem}h2{font-size:1.05rem;margin:2rem 0 .5rem;border-top:1px solid #dfe4e8;padding-top:1.25rem}label{display:block;font-weight:550;margin-top:.9rem}"
        + "input[type=text],input[type=password]{font:inherit;width:100%;padding:.5rem .65rem;border:1px solid #8b9aa6;border-radius:6px}button{font:inherit;font-weight:600;cursor:pointer;border-radius:6px;padding:.55rem 1rem;"
        + "background:#005e95;border:1px solid #005e95;color:#fff;margin-top:1.1rem}button:hover{background:#00456e}button.second{background:#fff;color:#005e95;border-color:#9fb0bc;margin:0;padding:.25rem .7rem}"
        + ":focus-visible{outline:2px solid #005e95;outline-offset:2px}[role=alert]{background:#fcebeb;color:#a4161a;padding:.6rem .8rem;border-radius:6px}[role=status]{background:#e3f3ea;color:#14643c;padding:.6rem .8rem;border-radius:6px}"
        + "a{color:#005e95}small{display:block;color:#4d5b66}code{font:.85em/1.4 ui-monospace,\"DejaVu Sans Mono\",monospace;overflow-wrap:anywhere}table{width:100%;border-collapse:collapse}th,td{text-align:left;padding:.4rem .5rem .4rem 0;"
        + "border-bottom:1px solid #dfe4e8}fieldset{border:0;padding:0;margin:.9rem 0 0}fieldset label{display:inline-block;font-weight:400;margin:0 1rem 0 0}legend{font-weight:550;padding:0}header{display:flex;justify-content:space-between;align-items:center}";

    private const string Policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A whole page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="title">Its title.</param>
    /// <param name="content">What is in it, encoded.</param>
    /// <param name="isWide">Whether it holds more than a form.</param>
    /// <param name="onward">Where it leads at once; null for nowhere.</param>
    public static IResult Page(HttpContext context, string title, string content, bool isWide = false, string? onward = null)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
            .Append(Text(title)).Append(" · RasterAnalysis</title><link rel=\"stylesheet\" href=\"").Append(Text(context.Request.PathBase + StylePath)).Append("\">")
            .Append(onward is null ? "" : $"<meta http-equiv=\"refresh\" content=\"0; url={Text(onward)}\">").Append("</head>\n<body><main")
            .Append(isWide ? " class=\"wide\"" : "").Append("><h1>").Append(Text(title)).Append("</h1>\n").Append(content).Append("</main></body></html>\n");
        return Results.Content(page.ToString(), "text/html; charset=utf-8");
    }

    /// <summary>A page that leads on at once, with a link for who is not led. Behind a form it stands for a redirect, which the policy of these pages keeps on this service.</summary>
    /// <param name="context">The request.</param>
    /// <param name="address">Where to.</param>
    /// <param name="label">What the link says.</param>
    public static IResult Onward(HttpContext context, string address, string label)
    {
        var page = Page(context, "Going on", $"<p><a href=\"{Text(address)}\">{Text(label)}</a></p>", onward: address);
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return page;
    }

    /// <summary>A text field with its label.</summary>
    public static string Field(string name, string label, string kind = "text", string complete = "off", string value = "", string? hint = null) =>
        $"<label for=\"{name}\">{Text(label)}</label><input id=\"{name}\" name=\"{name}\" type=\"{kind}\" autocomplete=\"{complete}\" value=\"{Text(value)}\" required"
        + (hint is null ? ">\n" : $" aria-describedby=\"{name}-hint\"><small id=\"{name}-hint\">{Text(hint)}</small>\n");

    /// <summary>A field that nobody sees.</summary>
    public static string Hidden(string name, string? value) => $"<input type=\"hidden\" name=\"{name}\" value=\"{Text(value ?? "")}\">\n";

    /// <summary>What went wrong; nothing where nothing did.</summary>
    public static string Fault(string? fault) => fault is null ? "" : $"<p role=\"alert\">{Text(fault)}</p>\n";

    /// <summary>Encodes a text.</summary>
    public static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
