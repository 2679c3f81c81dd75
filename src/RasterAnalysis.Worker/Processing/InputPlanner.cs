using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Plans what does not depend on the tool: the raster, the grid of the output, the mask.</summary>
internal static class InputPlanner
{
    /// <summary>The raster, the grid of the output, and the mosaic, where it is one.</summary>
    /// <exception cref="InvalidRequestException">The request's extent, cell size or grid does not fit the raster.</exception>
    public static (RasterInfo Raster, GridPlan Grid, Mosaic? Mosaic) PlanGrid(InstanceRequest.Plan request)
    {
        GridPlan GridOf(RasterInfo raster) => GridPlanner.Plan(raster, request.RasterPath, request.IsTrusted, GridRequestOf(request, raster));
        if (request.Members is not { } members)
        {
            var raster = RasterDescriber.Describe(request.RasterPath, request.IsTrusted);
            return (raster, GridOf(raster), null);
        }

        try
        {
            var mosaic = Mosaic.Open(request.RasterPath, members);
            var grid = GridOf(mosaic.Info);
            if (mosaic.TryTake(grid, tiling: null) is null)
            {
                // a file of it was replaced since it was made
                mosaic = Mosaic.Describe(members);
                grid = GridOf(mosaic.Info);
            }

            return (mosaic.Info, grid, mosaic);
        }
        catch (InvalidRequestException exception)
        {
            throw OfInput(exception);
        }
    }

    /// <summary>The rasters of a mosaic that an output meets; null where the input is no mosaic.</summary>
    /// <exception cref="InvalidRequestException">The rasters do not go together.</exception>
    public static IReadOnlyList<MosaicMember>? MembersOf(InstanceRequest.Plan request, Mosaic? mosaic, GridPlan grid, TilingPlan? tiling)
    {
        try
        {
            return mosaic?.TryTake(grid, tiling) ?? request.Members;
        }
        catch (InvalidRequestException exception)
        {
            throw OfInput(exception);
        }
    }

    // uris is what the request for a layer calls them
    private static InvalidRequestException OfInput(InvalidRequestException exception) =>
        new([.. exception.Errors.Select(error => error.Field == "uris" ? error with { Field = "inputRaster" } : error)]);

    private static GridRequest GridRequestOf(InstanceRequest.Plan request, RasterInfo input)
    {
        var context = request.Context;
        (double X, double Y)? cellSize = context is { CellSizeX: { } x, CellSizeY: { } y } ? (x, y) : null;
        if (request.CellSizeRaster is { Path: { } cellPath } cellRaster)
        {
            var cells = RasterDescriber.Describe(cellPath, cellRaster.IsTrusted).Grid;
            RequireUnits(cells, context.OutputSpatialReference is { } asked ? SpatialReferences.ToWkt(asked, "context.outSR") : input.Grid.Wkt ?? input.ControlWkt);
            cellSize = cells.Transform.CellSize;
        }

        var snap = request.SnapRaster is { Path: { } snapPath } snapRaster ? RasterDescriber.Describe(snapPath, snapRaster.IsTrusted).Grid : null;
        return new GridRequest(context.Extent, context.ExtentSpatialReference, cellSize, context.OutputSpatialReference, snap);
    }

    /// <summary>A size in degrees is none in metres.</summary>
    private static void RequireUnits(RasterGrid cells, string? output)
    {
        if (cells.Wkt is null || output is null || SpatialReferences.IsGeographic(cells.Wkt) == SpatialReferences.IsGeographic(output))
        {
            return;
        }

        throw new InvalidRequestException(
            "context.cellSize",
            $"The raster's cells are in {SpatialReferences.NameOf(cells.Wkt)}, the output is in {SpatialReferences.NameOf(output)}: degrees are no length. Give a number in units of the output, or a raster in its coordinate system.");
    }

    /// <summary>Which pixels are wanted; null for all.</summary>
    /// <exception cref="InvalidRequestException">The mask does not touch the output.</exception>
    public static MaskSpec? MaskOf(InstanceRequest.Plan request, RasterGrid grid, IPageSource? pages)
    {
        if (request.Context.MaskPolygons is { } polygons)
        {
            return MaskPlanner.Plan(polygons, grid);
        }

        if (request.MaskRaster is not { Path: { } path } raster)
        {
            return null;
        }

        // opened once now, so that a mask that does not fit is said before the work begins
        RasterMask.Open(path, raster.IsTrusted, grid, pages).Dispose();
        return new MaskSpec(raster, null);
    }
}
