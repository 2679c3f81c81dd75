using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.SmoothClasses;

/// <summary>Smooths a classified raster that is an item already.</summary>
public sealed class SmoothClassesTool : ItemTool
{
    /// <summary>Name of the task.</summary>
    public const string TaskName = "SmoothClassifiedRaster";

    private const string Output = "outputClassifiedRaster";

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
            new(Output, "Output Classified Raster", "Name of the layer to make.", ParameterNeed.Required),
            new(UnitParameter, "Minimum Mapping Unit", "Pixels: smaller patches go to the neighbour with the longest shared border, smallest first; 1 leaves all.", ParameterNeed.Optional),
            new(ConnectivityParameter, "Connectivity", "4: pixels of a patch share edges; 8: corners will do.", ParameterNeed.Optional),
            new(SieveParameter, "Sieve", "unit: until no patch below the unit is left; gdal: what one run of gdal_sieve gives.", ParameterNeed.Optional),
            new(MajorityParameter, "Majority Filter", "Each pixel gets the class of most pixels in a window of 3, 5 or 7 pixels, before small patches go; 0 for none.", ParameterNeed.Optional),
        ],
        new("outRaster", "Output Raster", "The smoothed raster: its item and its image service.", ParameterNeed.Derived),
        [Output]);

    /// <inheritdoc/>
    public override ToolDescription Description => Smooth;

    /// <inheritdoc/>
    public override string? OutputParameter => Output;

    /// <inheritdoc/>
    public override ResultKind Result => ResultKind.Raster;

    private protected override Func<IReadOnlyList<CatalogItem>, ICollection<RequestError>, string?> ReadOptions(RequestReader reader, ICollection<string> notes)
    {
        var options = SmoothingOptionsParser.Read(reader);
        return (items, errors) => Check(items[0], errors) ? PlanJson.Write(options) : null;
    }

    private static bool Check(CatalogItem item, ICollection<RequestError> errors)
    {
        if (item is { Classes.Count: > 0, IsRemote: false })
        {
            return true;
        }

        errors.Add(new RequestError(
            InputParameter,
            item.IsRemote ? $"The file of the item '{item.Id}' lies on another server; upload it, so that it lies here."
                : $"The item '{item.Id}' does not say its classes; results of classifying do, and copies of their files."));
        return false;
    }
}
