using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Classification;

/// <summary>
/// Reads the parameters of a request, as ArcGIS clients send them (each value a JSON text) and as the native API has them (each value JSON).
/// Names are taken in any case, and a blank value means unset (<c>arcgis-rest</c> section 1).
/// </summary>
public static class ClassifyPixelsRequestParser
{
    /// <summary>Reads the parameters.</summary>
    /// <param name="parameters">Values by parameter name.</param>
    /// <exception cref="InvalidRequestException">One or more values cannot be taken; carries all the faults.</exception>
    public static ClassifyPixelsRequest Parse(JsonObject parameters)
    {
        var reader = new RequestReader(parameters);
        var notes = new List<string>();
        var input = Required(reader, "inputRaster", takesInline: false);
        var model = Required(reader, "model", takesInline: true);
        var arguments = ParseArguments(reader);
        var output = ParseOutput(reader);
        var context = ParseContext(reader, notes);
        var all = ParseBoolean(reader, "processAllRasterItems");
        notes.AddRange(reader.Unknown().Where(name => !ClientParameters.IsIgnored(name)).Select(name => $"The parameter {name} is not known and was left aside."));
        if (reader.Errors.Count > 0)
        {
            throw new InvalidRequestException(reader.Errors);
        }

        return new ClassifyPixelsRequest
        {
            InputRaster = input!,
            Model = model!,
            ModelArguments = arguments,
            OutputName = output.Name,
            OutputItemId = output.ItemId,
            OutputUrl = output.Url,
            Folder = output.Folder ?? "",
            ProcessAllRasterItems = all,
            Context = context,
            Notes = notes,
        };
    }

    private static SourceReference? Required(RequestReader reader, string name, bool takesInline)
    {
        if (reader.Node(name) is { } node)
        {
            return SourceReferenceParser.Parse(reader, name, node, takesInline);
        }

        reader.Refuse(name, "is required; name it by itemId, url or uri, for example {\"itemId\":\"0123456789abcdef0123456789abcdef\"}.");
        return null;
    }

    private static Dictionary<string, string> ParseArguments(RequestReader reader)
    {
        var arguments = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (reader.Node("modelArguments") is not { } node || reader.Object("modelArguments", node) is not { } found)
        {
            return arguments;
        }

        foreach (var (name, value) in found)
        {
            if (value is JsonObject or JsonArray && name.Equals("data_range", StringComparison.OrdinalIgnoreCase) is false)
            {
                reader.Refuse($"modelArguments.{name}", "must be a text, a number or a boolean.");
            }
            else if (!arguments.TryAdd(name, value is JsonArray ? value.ToJsonString() : value.AsText() ?? ""))
            {
                reader.Refuse($"modelArguments.{name}", "is given twice.");
            }
        }

        Models.ModelArguments.Parse(arguments, reader.Errors);
        return arguments;
    }

    private static (string? Name, string? Folder, string? ItemId, string? Url) ParseOutput(RequestReader reader)
    {
        // the reference page of ArcGIS lacks an i; clients written from it do too
        var node = reader.Node("outputClassifiedRaster", "outputClassifedRaster");
        var name = reader.Text("outputName");
        var folder = reader.Text("folder", "folderId");
        if (node is null)
        {
            return (Check(reader, "outputName", name), folder, null, null);
        }

        if (node.AsText() is { } text && text.AsSpan().TrimStart() is not ['{', ..])
        {
            return (Check(reader, "outputClassifiedRaster", text), folder, null, null);
        }

        if (reader.Object("outputClassifiedRaster", node) is not { } found)
        {
            return default;
        }

        var service = found["serviceProperties"] as JsonObject;
        var properties = found["itemProperties"] as JsonObject;
        var url = (found["url"] ?? service?["serviceUrl"]).AsText();
        name ??= (service?["name"] ?? found["name"]).AsText() ?? NameFromUrl(url);
        if (found["uri"] is not null)
        {
            reader.Refuse("outputClassifiedRaster.uri", "is not supported; results are published as image services. Give {\"serviceProperties\":{\"name\":\"LandCover\"}}.");
        }

        var itemId = (properties?["itemId"] ?? found["itemId"]).AsText()?.Trim();
        return (Check(reader, "outputClassifiedRaster", name), folder ?? properties?["folderId"].AsText(), string.IsNullOrEmpty(itemId) ? null : itemId, url?.Trim());
    }

    private static string? Check(RequestReader reader, string field, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        if (name.Length <= Catalog.ServiceNames.MaxLength && Catalog.ServiceNames.FromTitle(name).Length > 0)
        {
            return name.Trim();
        }

        reader.Refuse(field, $"must have at most {Catalog.ServiceNames.MaxLength} characters, with letters or digits among them.");
        return null;
    }

    private static string? NameFromUrl(string? url)
    {
        var parts = url?.Split('?')[0].TrimEnd('/').Split('/') ?? [];
        return parts is [.., var name, var last] && last.Equals("ImageServer", StringComparison.OrdinalIgnoreCase) ? name : null;
    }

    private static AnalysisContext ParseContext(RequestReader reader, List<string> notes) =>
        reader.Node("context") is { } node && reader.Object("context", node) is { } found
            ? AnalysisContextParser.Parse(reader.Into(found, "context"), notes)
            : new AnalysisContext();

    private static bool ParseBoolean(RequestReader reader, string name)
    {
        if (reader.Node(name) is not { } node)
        {
            return false;
        }

        if (node.AsBoolean() is { } value)
        {
            return value;
        }

        reader.Refuse(name, "must be true or false.");
        return false;
    }
}
