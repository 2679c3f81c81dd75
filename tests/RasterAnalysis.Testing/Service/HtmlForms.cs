using System.Net;
using System.Text.RegularExpressions;

namespace RasterAnalysis.Testing.Service;

/// <summary>Sends forms of pages as a browser does, with what is hidden in them.</summary>
public static partial class HtmlForms
{
    /// <summary>Opens a page and sends one of its forms.</summary>
    /// <param name="http">Keeps the cookies.</param>
    /// <param name="page">The page.</param>
    /// <param name="action">Where the form goes, as the page has it, or the end of that; null for the first form.</param>
    /// <param name="typed">What is typed into it.</param>
    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient http, string page, string? action, params (string Name, string Value)[] typed) =>
        await http.SubmitFormAsync(await http.GetStringAsync(page), action, typed);

    /// <summary>Sends a form of a page that was shown already.</summary>
    public static async Task<HttpResponseMessage> SubmitFormAsync(this HttpClient http, string html, string? action, params (string Name, string Value)[] typed)
    {
        var form = Form().Matches(html).Select(match => (Action: WebUtility.HtmlDecode(match.Groups["action"].Value), Content: match.Groups["content"].Value))
            .FirstOrDefault(form => action is null || form.Action.EndsWith(action, StringComparison.Ordinal));
        if (form.Action is null)
        {
            throw new InvalidOperationException($"There is no form to {action} on the page: {html}");
        }

        var hidden = HiddenField().Matches(form.Content).Select(match => KeyValuePair.Create(match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)));
        using var content = new FormUrlEncodedContent(hidden.Concat(typed.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        return await http.PostAsync(form.Action, content);
    }

    [GeneratedRegex("""<form method="post" action="(?<action>[^"]*)">(?<content>.*?)</form>""", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""")]
    private static partial Regex HiddenField();
}
