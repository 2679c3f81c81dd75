using System.Text.Json.Nodes;
using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools;

/// <summary>A tool that runs a model over a raster: what such tools have in common.</summary>
/// <remarks>Thread-safe; without a state.</remarks>
public abstract class RasterModelTool : ITool
{
    /// <inheritdoc/>
    public abstract ToolDescription Description { get; }

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <summary>The parameter that says where the result goes.</summary>
    public abstract string OutputParameter { get; }

    /// <inheritdoc/>
    public string Queue => ToolQueues.Rasters;

    /// <inheritdoc/>
    public abstract ResultKind Result { get; }

    /// <inheritdoc/>
    public bool GoesOn => true;

    /// <inheritdoc/>
    public virtual string Rewrite(StoredRequests requests, string request)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return requests.Write(requests.Read<JobRequest>(request));
    }

    /// <summary>
    /// Reads the parameters of a request, as ArcGIS clients send them (each value a JSON text) and as the native API has them (each value JSON). Names are taken in any case, and a blank value
    /// means unset (<c>docs/reference/arcgis-rest-behaviour.md#requests</c>).
    /// </summary>
    /// <param name="parameters">Values by parameter name.</param>
    /// <exception cref="InvalidRequestException">One or more values cannot be taken; carries all the faults.</exception>
    public RasterModelRequest Parse(JsonObject parameters)
    {
        var reader = new RequestReader(parameters);
        var notes = new List<string>();
        var input = Required(reader, "inputRaster", takesInline: false);
        var model = Required(reader, "model", takesInline: true);
        var arguments = ModelArgumentsParser.Parse(reader);
        var output = Description.Inputs.First(parameter => parameter.Name == OutputParameter);
        var result = OutputRequestParser.Parse(reader, output.Name, output.Misspelling ?? output.Name);
        var context = AnalysisContextParser.ParseParameter(reader, notes);
        var all = reader.Boolean("processAllRasterItems");
        var options = ReadOptions(reader, arguments.Texts);
        notes.AddRange(reader.Unknown().Where(name => !ClientParameters.IsIgnored(name)).Select(name => $"The parameter {name} is not known and was left aside."));
        if (reader.Errors.Count > 0)
        {
            throw new InvalidRequestException(reader.Errors);
        }

        return new RasterModelRequest
        {
            InputRaster = input!,
            Model = model!,
            ModelArguments = arguments,
            Output = result,
            ProcessAllRasterItems = all,
            Context = context,
            Options = options,
            Notes = notes,
        };
    }

    /// <summary>Reads the tool's own parameters, and the model arguments that only it knows; faults go to the reader.</summary>
    /// <param name="reader">The request.</param>
    /// <param name="arguments">The model arguments, as texts.</param>
    /// <returns>What the job keeps of them, as JSON; null where the tool has none.</returns>
    private protected virtual string? ReadOptions(RequestReader reader, IReadOnlyDictionary<string, string> arguments) => null;

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
