using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Catalog;
using RasterAnalysis.Models;

namespace RasterAnalysis.Api.Items;

/// <summary>What a package says, as files that others read: an <c>.emd</c>, or a STAC item with the Machine Learning Model extension.</summary>
internal static class ModelExports
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one.</summary>
    /// <param name="item">A package.</param>
    /// <param name="format"><c>emd</c> or <c>mlm</c>.</param>
    /// <exception cref="InvalidRequestException">Field <c>f</c>: there is no such form, or it cannot say what the package says.</exception>
    public static FileContentHttpResult Write(CatalogItem item, string format)
    {
        var model = item.Model!;
        var name = Path.GetFileNameWithoutExtension(model.DefinitionFile);
        if (format.Equals("emd", StringComparison.OrdinalIgnoreCase))
        {
            return File(JsonNode.Parse(model.Definition)!, "application/octet-stream", $"{name}.emd");
        }

        if (!format.Equals("mlm", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidRequestException("f", $"is '{format}'; it must be json (the model's card), emd or mlm.");
        }

        try
        {
            return File(MlmItemWriter.Write(model, item.Id, item.Created), "application/geo+json", $"{name}.json");
        }
        catch (ModelPackageException exception)
        {
            throw new InvalidRequestException("f", $"cannot be mlm for this package. {exception.Message}");
        }
    }

    private static FileContentHttpResult File(JsonNode content, string type, string name) =>
        TypedResults.File(Encoding.UTF8.GetBytes(content.ToJsonString(Indented)), type, name);
}
