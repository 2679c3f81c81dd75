using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.VerifyResult;

/// <summary>Makes sections of a result again and compares them with it.</summary>
public sealed class VerifyResultTool : ITool
{
    /// <summary>Name of the task.</summary>
    public const string TaskName = "VerifyClassifiedRaster";

    /// <summary>The parameter that names the item.</summary>
    internal const string InputParameter = "inputRaster";

    internal const string SectionsParameter = "sections";

    private static readonly ToolDescription Verify = new(
        TaskName,
        "Verify Classified Raster",
        "Makes sections of a classified raster again, from nothing but the record of its making, and counts the pixels that differ.",
        [
            new(InputParameter, "Input Raster", "The classified raster, a result of this service, by itemId or url.", ParameterNeed.Required),
            new(SectionsParameter, "Sections", "How many sections are made again, drawn by chance, or all.", ParameterNeed.Optional),
        ],
        new("verification", "Verification", "Sections and pixels that were made again, and how many pixels differ.", ParameterNeed.Derived),
        []);

    /// <inheritdoc/>
    public ToolDescription Description => Verify;

    /// <inheritdoc/>
    public string Queue => ToolQueues.Rasters;

    /// <inheritdoc/>
    public ResultKind Result => ResultKind.Value;

    /// <inheritdoc/>
    public bool GoesOn => false;

    /// <inheritdoc/>
    public string Rewrite(StoredRequests requests, string request)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return requests.Write(requests.Read<ItemJobRequest>(request));
    }
}
