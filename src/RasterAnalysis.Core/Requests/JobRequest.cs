using RasterAnalysis.Models;

namespace RasterAnalysis.Requests;

/// <summary>A request whose inputs were found: what a job keeps and runs on.</summary>
/// <param name="Input">The raster.</param>
/// <param name="InputName">Its name for messages.</param>
/// <param name="Model">The model.</param>
/// <param name="ModelName">Its name for messages.</param>
/// <param name="ModelArguments">Arguments of the model.</param>
/// <param name="Title">Title of the result's item.</param>
/// <param name="Folder">Folder of the result's item.</param>
/// <param name="Context">The analysis environment.</param>
/// <param name="CellSizeRaster">The raster whose cell size the output takes; null for none.</param>
/// <param name="SnapRaster">The raster to whose grid the output is snapped; null for none.</param>
/// <param name="ProcessAllRasterItems">Whether each raster of a mosaic is classified by itself.</param>
/// <param name="MaskRaster">The raster that masks the output; null for none.</param>
/// <param name="OutputStore">Path in a cloud store to which a copy of the result goes (<see cref="OutputStorePath"/>); null for none.</param>
/// <param name="Options">The tool's own parameters, as its JSON; null for none.</param>
public sealed record JobRequest(
    InputLocation Input,
    string InputName,
    InputLocation Model,
    string ModelName,
    GivenArguments ModelArguments,
    string Title,
    string Folder,
    AnalysisContext Context,
    InputLocation? CellSizeRaster,
    InputLocation? SnapRaster,
    InputLocation? MaskRaster = null,
    bool ProcessAllRasterItems = false,
    string? OutputStore = null,
    string? Options = null);
