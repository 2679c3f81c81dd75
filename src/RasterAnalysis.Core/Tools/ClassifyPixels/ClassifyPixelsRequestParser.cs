using System.Text.Json.Nodes;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>
/// Reads the parameters of a request, as ArcGIS clients send them (each value a JSON text) and as the native API has them (each value JSON).
/// Names are taken in any case, and a blank value means unset (<c>docs/reference/arcgis-rest-behaviour.md#requests</c>).
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
        var arguments = ModelArgumentsParser.Parse(reader);
        
        // the reference page of ArcGIS lacks an i; clients written from it do too
        var output = OutputRequestParser.Parse(reader, "outputClassifiedRaster", "outputClassifedRaster");
        var context = AnalysisContextParser.ParseParameter(reader, notes);
        var all = reader.Boolean("processAllRasterItems");
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
            Output = output,
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
}
