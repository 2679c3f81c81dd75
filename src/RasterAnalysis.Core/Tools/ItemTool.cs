using System.Text.Json.Nodes;
using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools;

/// <summary>A tool about class rasters that are items already: what such tools have in common.</summary>
/// <remarks>Thread-safe; without a state.</remarks>
public abstract class ItemTool : ITool
{
    /// <summary>The parameter that names the item.</summary>
    public const string InputParameter = "inputRaster";

    /// <inheritdoc/>
    public abstract ToolDescription Description { get; }

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <summary>The parameter that says where the result goes; null for a tool that makes no item.</summary>
    public abstract string? OutputParameter { get; }

    /// <inheritdoc/>
    public string Queue => ToolQueues.Rasters;

    /// <inheritdoc/>
    public abstract ResultKind Result { get; }

    /// <inheritdoc/>
    public bool GoesOn => false;

    /// <inheritdoc/>
    public string Rewrite(StoredRequests requests, string request)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return requests.Write(requests.Read<ItemJobRequest>(request));
    }

    /// <summary>Reads the parameters of a request, as ArcGIS clients send them and as the native API has them.</summary>
    /// <param name="parameters">Values by parameter name.</param>
    /// <exception cref="InvalidRequestException">One or more values cannot be taken; carries all the faults.</exception>
    public ItemToolRequest Parse(JsonObject parameters)
    {
        var reader = new RequestReader(parameters);
        RequestedRaster?[] rasters = [ReadRaster(reader, InputParameter), .. ReadMore(reader)];
        var output = Description.Inputs.FirstOrDefault(parameter => parameter.Name == OutputParameter) is { } known
            ? OutputRequestParser.Parse(reader, known.Name, [known.Misspelling ?? known.Name, .. Description.ResultAliases]) : null;
        var notes = new List<string>();
        var options = ReadOptions(reader, notes);

        // the analysis environment has no part in it; clients send it all the same
        reader.Node("context");
        notes.AddRange(reader.Unknown().Where(name => !ClientParameters.IsIgnored(name)).Select(name => $"The parameter {name} is not known and was left aside."));
        return reader.Errors.Count > 0 ? throw new InvalidRequestException(reader.Errors) : new ItemToolRequest([.. rasters.OfType<RequestedRaster>()], output, options, notes);
    }

    /// <summary>Reads the items that the tool takes beside the first; faults go to the reader, and stand as null in the list.</summary>
    /// <param name="reader">The request.</param>
    private protected virtual IReadOnlyList<RequestedRaster?> ReadMore(RequestReader reader) => [];

    /// <summary>Reads an item that has to be there.</summary>
    /// <param name="reader">The request.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="hasClasses">Whether it must be a class raster.</param>
    /// <returns>Null where it is missing or is no item, which the reader then says.</returns>
    private protected static RequestedRaster? ReadRaster(RequestReader reader, string name, bool hasClasses = true)
    {
        var faults = reader.Errors.Count;
        var raster = reader.Node(name) is { } node ? SourceReferenceParser.Parse(reader, name, node, takesInline: false) : null;
        if (raster is null && reader.Errors.Count == faults)
        {
            reader.Refuse(name, "is required; name the item, for example {\"itemId\":\"0123456789abcdef0123456789abcdef\"}.");
        }

        return raster is null ? null : new RequestedRaster(name, raster, hasClasses);
    }

    /// <summary>Reads the tool's own parameters; faults go to the reader.</summary>
    /// <param name="reader">The request.</param>
    /// <param name="notes">Receives what is left aside.</param>
    /// <returns>What <see cref="ItemToolRequest.Options"/> is.</returns>
    private protected abstract Func<IReadOnlyList<CatalogItem>, ICollection<RequestError>, string?> ReadOptions(RequestReader reader, ICollection<string> notes);
}
