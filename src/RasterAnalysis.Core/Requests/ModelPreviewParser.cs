using System.Text.Json.Nodes;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Requests;

/// <summary>Reads a request for a preview of a model.</summary>
public static class ModelPreviewParser
{
    /// <summary>Reads it.</summary>
    /// <param name="body">The request.</param>
    /// <param name="faults">Faults that are known already; they are said together with those that are found.</param>
    /// <exception cref="InvalidRequestException">There are faults: all of them, by field.</exception>
    public static (string ItemId, Extent? Extent, SpatialReference? ExtentSpatialReference, GivenArguments ModelArguments) Parse(
        JsonObject body, IReadOnlyList<RequestError> faults)
    {
        var reader = new RequestReader(body);
        var itemId = reader.Text("itemId");
        if (itemId is null && !reader.Errors.Any(error => error.Field == "itemId"))
        {
            reader.Refuse("itemId", "is required: the id of a raster, an item of type Image Service.");
        }

        var (extent, reference) = AnalysisContextParser.ParseExtent(reader);
        var arguments = ModelArgumentsParser.Parse(reader);
        return reader.Errors.Count == 0 && faults.Count == 0 ? (itemId!, extent, reference, arguments) : throw new InvalidRequestException([.. reader.Errors, .. faults]);
    }
}
