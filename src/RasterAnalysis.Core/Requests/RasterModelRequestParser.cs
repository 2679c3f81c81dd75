using System.Text.Json.Nodes;

namespace RasterAnalysis.Requests;

/// <summary>
/// Reads what requests to run a model over a raster have in common, as ArcGIS clients send them (each value a JSON text) and as the native API has them (each value JSON).
/// Names are taken in any case, and a blank value means unset (<c>docs/reference/arcgis-rest-behaviour.md#requests</c>).
/// </summary>
internal static class RasterModelRequestParser
{
    /// <summary>Reads the parameters.</summary>
    /// <typeparam name="TOwn">What the tool reads for itself.</typeparam>
    /// <param name="parameters">Values by parameter name.</param>
    /// <param name="output">The tool's parameter that says where the result goes.</param>
    /// <param name="misspelling">Another name under which clients send that one.</param>
    /// <param name="readOwn">Reads the tool's own parameters, and the model arguments that only it knows; faults go to the reader.</param>
    /// <exception cref="InvalidRequestException">One or more values cannot be taken; carries all the faults.</exception>
    public static (RasterModelRequest Request, TOwn Own) Parse<TOwn>(JsonObject parameters, string output, string misspelling, Func<RequestReader, IReadOnlyDictionary<string, string>, TOwn> readOwn)
    {
        var reader = new RequestReader(parameters);
        var notes = new List<string>();
        var input = Required(reader, "inputRaster", takesInline: false);
        var model = Required(reader, "model", takesInline: true);
        var arguments = ModelArgumentsParser.Parse(reader);
        var result = OutputRequestParser.Parse(reader, output, misspelling);
        var context = AnalysisContextParser.ParseParameter(reader, notes);
        var all = reader.Boolean("processAllRasterItems");
        var own = readOwn(reader, arguments.Texts);
        notes.AddRange(reader.Unknown().Where(name => !ClientParameters.IsIgnored(name)).Select(name => $"The parameter {name} is not known and was left aside."));
        if (reader.Errors.Count > 0)
        {
            throw new InvalidRequestException(reader.Errors);
        }

        var request = new RasterModelRequest
        {
            InputRaster = input!,
            Model = model!,
            ModelArguments = arguments,
            Output = result,
            ProcessAllRasterItems = all,
            Context = context,
            Notes = notes,
        };
        return (request, own);
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
