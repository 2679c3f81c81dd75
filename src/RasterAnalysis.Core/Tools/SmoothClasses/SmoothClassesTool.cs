using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.SmoothClasses;

/// <summary>Smooths a classified raster that is an item already.</summary>
public sealed class SmoothClassesTool : ITool
{
    /// <summary>Name of the task.</summary>
    public const string TaskName = "SmoothClassifiedRaster";

    /// <summary>The parameter that names the item.</summary>
    internal const string InputParameter = "inputRaster";

    /// <summary>The parameter that says where the result goes.</summary>
    internal const string OutputParameter = "outputClassifiedRaster";

    internal const string UnitParameter = "minimumMappingUnit";
    internal const string ConnectivityParameter = "connectivity";
    internal const string SieveParameter = "sieve";
    internal const string MajorityParameter = "majorityFilter";

    private static readonly ToolDescription Smooth = new(
        TaskName,
        "Smooth Classified Raster",
        "Takes small patches out of a classified raster, by a minimum mapping unit or the majority of windows, and gives a new one, published as an imagery layer.",
        [
            new(InputParameter, "Input Raster", "The classified raster, an item of this service, by itemId or url.", ParameterNeed.Required),
            new(OutputParameter, "Output Classified Raster", "Name of the layer to make.", ParameterNeed.Required),
            new(UnitParameter, "Minimum Mapping Unit", "Pixels: smaller patches go to the neighbour with the longest shared border, smallest first; 1 leaves all.", ParameterNeed.Optional),
            new(ConnectivityParameter, "Connectivity", "4: pixels of a patch share edges; 8: corners will do.", ParameterNeed.Optional),
            new(SieveParameter, "Sieve", "unit: until no patch below the unit is left; gdal: what one run of gdal_sieve gives.", ParameterNeed.Optional),
            new(MajorityParameter, "Majority Filter", "Each pixel gets the class of most pixels in a window of 3, 5 or 7 pixels, before small patches go; 0 for none.", ParameterNeed.Optional),
        ],
        new("outRaster", "Output Raster", "The smoothed raster: its item and its image service.", ParameterNeed.Derived),
        [OutputParameter]);

    /// <inheritdoc/>
    public ToolDescription Description => Smooth;

    /// <inheritdoc/>
    public string Queue => ToolQueues.Rasters;

    /// <inheritdoc/>
    public ResultKind Result => ResultKind.Raster;

    /// <inheritdoc/>
    public bool GoesOn => false;

    /// <inheritdoc/>
    public string Rewrite(StoredRequests requests, string request)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return requests.Write(requests.Read<ItemJobRequest>(request));
    }
}
