using System.Text.Json.Nodes;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Reads the parameters of a request to classify pixels.</summary>
public static class ClassifyPixelsRequestParser
{
    // the reference page of ArcGIS lacks an i; clients written from it do too
    private const string Misspelling = "outputClassifedRaster";

    /// <summary>Reads the parameters.</summary>
    /// <param name="parameters">Values by parameter name.</param>
    /// <exception cref="InvalidRequestException">One or more values cannot be taken; carries all the faults.</exception>
    public static ClassifyPixelsRequest Parse(JsonObject parameters) =>
        new(RasterModelRequestParser.Parse(parameters, ClassifyPixelsTool.OutputParameter, Misspelling, (_, _) => true).Request);
}
