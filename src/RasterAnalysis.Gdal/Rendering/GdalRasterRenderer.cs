using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering;

/// <summary>Renders views of rasters with GDAL; overviews are used where they are fine enough.</summary>
/// <remarks>
/// Thread-safe: each call opens what it needs. Pictures: a band with a colour table is shown in its colours by nearest pixels; bytes are
/// shown as they are, other samples stretched by the raster's statistics, the same in every view. What is no pixel is transparent, and
/// white where the format has no transparency. GeoTIFFs hold stored values.
/// </remarks>
public sealed class GdalRasterRenderer : IRasterRenderer
{
    /// <summary>Most columns of a view, as in ArcGIS image services.</summary>
    public const int MaxWidth = 15000;

    /// <summary>Most rows of a view, as in ArcGIS image services.</summary>
    public const int MaxHeight = 4100;

    /// <inheritdoc/>
    /// <exception cref="InvalidRequestException">Fields <c>bbox</c>, <c>size</c>, <c>imageSR</c>: not understood or too large.</exception>
    public RenderedImage Render(string path, RenderRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Validate(request);
        cancellationToken.ThrowIfCancellationRequested();
        using var source = GdalDataset.Open(path, request.IsTrusted);
        if (request.Bands is { } bands)
        {
            GdalRasterReader.RequireBands(source, bands);
        }

        var grid = GridOf(source, request);
        return request.Format == RenderFormat.Tiff
            ? RawView.Render(source, grid, request, cancellationToken)
            : PictureView.Render(source, grid, request, cancellationToken);
    }

    private static void Validate(RenderRequest request)
    {
        var errors = new List<RequestError>();
        if (!request.Extent.IsValid)
        {
            errors.Add(new RequestError("bbox", $"The extent {request.Extent} has no area."));
        }

        if (request.Size is not { Width: > 0 and <= MaxWidth, Height: > 0 and <= MaxHeight })
        {
            errors.Add(new RequestError("size", $"The size {request.Size} is not between 1×1 and {MaxWidth}×{MaxHeight} pixels."));
        }

        if (errors.Count > 0)
        {
            throw new InvalidRequestException(errors);
        }
    }

    private static RasterGrid GridOf(GdalDataset source, RenderRequest request)
    {
        var own = source.Wkt;
        var wkt = request.SpatialReference is { } reference ? SpatialReferences.ToWkt(reference, "imageSR") : own;
        var (extent, size) = (request.Extent, request.Size);
        var transform = new GeoTransform(extent.XMin, extent.Width / size.Width, 0, extent.YMax, 0, -extent.Height / size.Height);
        return new RasterGrid(size, transform, SpatialReferences.IsSame(wkt, own) ? own : wkt);
    }
}
