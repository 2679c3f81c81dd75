using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace RasterAnalysis.ArcGis.ServicesDirectory;

/// <summary>Writes a form: each field with its label and its hint, which screen readers read with it.</summary>
internal static class HtmlForm
{
    /// <summary>The field by which a form says that it came from a page of this service.</summary>
    public const string Proof = "__RequestVerificationToken";

    /// <summary>Appends the form.</summary>
    /// <param name="page">The page so far.</param>
    /// <param name="form">The form.</param>
    /// <param name="root">Address of <c>/arcgis/rest</c> with a trailing slash.</param>
    /// <param name="number">Tells the forms of a page from each other.</param>
    /// <param name="encoder">Encodes every text.</param>
    /// <param name="proof">For forms that change something: that they came from here; null where nobody asks.</param>
    public static void Append(StringBuilder page, ResourceForm form, string root, int number, HtmlEncoder encoder, string? proof)
    {
        page.Append(CultureInfo.InvariantCulture, $"<form method=\"{(form.IsPosted ? "post" : "get")}\" action=\"{encoder.Encode(root + form.Path)}\">\n")
            .Append("<input type=\"hidden\" name=\"f\" value=\"html\">\n");
        if (form.IsPosted && proof is not null)
        {
            page.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"{Proof}\" value=\"{encoder.Encode(proof)}\">\n");
        }

        foreach (var field in form.Fields)
        {
            Append(page, field, $"f{number}-{field.Name}", encoder);
        }

        page.Append(CultureInfo.InvariantCulture, $"<p><button>{encoder.Encode(form.Button)}</button></p>\n</form>\n");
    }

    private static void Append(StringBuilder page, FormField field, string id, HtmlEncoder encoder)
    {
        id = encoder.Encode(id);
        var attributes = $"id=\"{id}\" name=\"{encoder.Encode(field.Name)}\"{(field.Hint is null ? "" : $" aria-describedby=\"{id}-hint\"")}{(field.IsRequired ? " required" : "")}";
        page.Append(CultureInfo.InvariantCulture, $"<p><label for=\"{id}\">{encoder.Encode(field.Label)}{(field.IsRequired ? " (required)" : "")}</label>\n");
        var value = encoder.Encode(field.Value);
        if (field.Choices.Count > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<select {attributes}>");
            foreach (var choice in field.Choices)
            {
                var isChosen = choice.Equals(field.Value, StringComparison.OrdinalIgnoreCase);
                page.Append(CultureInfo.InvariantCulture, $"<option{(isChosen ? " selected" : "")}>{encoder.Encode(choice)}</option>");
            }

            page.Append("</select>");
        }
        else
        {
            page.Append(field.IsLong ? $"<textarea {attributes} rows=\"2\" spellcheck=\"false\">\n{value}</textarea>" : $"<input {attributes} value=\"{value}\" autocomplete=\"off\">");
        }

        page.Append(field.Hint is null ? "</p>\n" : $"\n<small id=\"{id}-hint\">{encoder.Encode(field.Hint)}</small></p>\n");
    }
}
