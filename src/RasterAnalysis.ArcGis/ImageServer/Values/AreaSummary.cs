using RasterAnalysis.ArcGis.ImageServer.Mosaics;
using RasterAnalysis.ArcGis.ImageServer.Rules;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>The operations <c>computeHistograms</c> and <c>computeStatisticsHistograms</c>: what lies inside a polygon or an envelope.</summary>
internal sealed class AreaSummary(IRasterViews views, IRasterRenderer renderer, MosaicRasters mosaics)
{
    private const long MaxCells = 1 << 24;

    /// <summary>Reads the parameters and counts.</summary>
    /// <exception cref="InvalidRequestException">A parameter is not understood, or the geometry is no area or lies off the raster.</exception>
    public async Task<IReadOnlyList<BandSummary?>> ComputeAsync(ImageService service, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var geometry = EsriGeometryParser.Require(parameters);
        if (geometry.Kind != EsriGeometryKind.Area)
        {
            throw new InvalidRequestException("geometry", "must be a polygon or an envelope.");
        }

        var function = RenderingRuleParser.Parse(parameters["renderingRule"]);
        var rule = MosaicRuleParser.Parse(parameters["mosaicRule"]);
        var cell = CellSize.Parse(parameters["pixelSize"], service);
        var area = geometry.Project(service.SpatialReference, null, renderer);
        var (extent, size) = Cells(service, area.Bounds, cell);
        var polygon = area.Parts.Select(ring => (IReadOnlyList<double>)[.. ring.SelectMany(point => (double[])[point.X, point.Y])]).ToArray();
        var source = await mosaics.ApplyAsync(service, rule, extent, cancellationToken);
        return await RasterFailures.GuardAsync(service, () => views.SummarizeAsync(
            source, new SummaryRequest(extent, size, MaxCells, [polygon], Function: function), cancellationToken));
    }

    // the cells of the service's grid under a rectangle
    private static (Extent Extent, RasterSize Size) Cells(ImageService service, Extent bounds, (double X, double Y) cell)
    {
        var all = service.Extent;
        var left = Math.Floor((Math.Max(bounds.XMin, all.XMin) - all.XMin) / cell.X);
        var right = Math.Ceiling((Math.Min(bounds.XMax, all.XMax) - all.XMin) / cell.X);
        var top = Math.Floor((all.YMax - Math.Min(bounds.YMax, all.YMax)) / cell.Y);
        var bottom = Math.Ceiling((all.YMax - Math.Max(bounds.YMin, all.YMin)) / cell.Y);
        if (!(right > left && bottom > top && right - left < int.MaxValue && bottom - top < int.MaxValue))
        {
            throw new InvalidRequestException("geometry", $"lies off the raster, which covers {all}.");
        }

        return (
            new Extent(all.XMin + (left * cell.X), all.YMax - (bottom * cell.Y), all.XMin + (right * cell.X), all.YMax - (top * cell.Y)),
            new RasterSize((int)(right - left), (int)(bottom - top)));
    }
}
