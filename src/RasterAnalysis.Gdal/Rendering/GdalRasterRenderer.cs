using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.Gdal.Rendering;

/// <summary>Renders views of rasters with GDAL; overviews are used where they are fine enough.</summary>
/// <remarks>
/// Thread-safe: each call has a dataset of its own; files that were looked at a moment ago are still open. Pictures without a function: a band with a colour table is shown in its colours by nearest
/// pixels; bytes are shown as they are, other samples stretched by the raster's statistics, the same in every view. What is no pixel is
/// transparent, and white where the format has no transparency. The other formats hold stored values, or what a function makes of them.
/// </remarks>
public sealed class GdalRasterRenderer : IRasterRenderer, IDisposable
{
    private readonly DatasetPool _pool = new(TimeSpan.FromSeconds(5), TimeProvider.System);

    /// <summary>Most columns of a view, as in ArcGIS image services.</summary>
    public const int MaxWidth = 15000;

    /// <summary>Most rows of a view, as in ArcGIS image services.</summary>
    public const int MaxHeight = 4100;

    /// <inheritdoc/>
    /// <exception cref="InvalidRequestException">Fields <c>bbox</c>, <c>size</c>, <c>imageSR</c>: not understood or too large.</exception>
    public RenderedImage Render(RasterSource source, RenderRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Validate(request);
        cancellationToken.ThrowIfCancellationRequested();
        using var opened = OpenedSource.Open(source, _pool);
        try
        {
            return Render(opened, request, cancellationToken);
        }
        catch
        {
            opened.IsSpoilt = true;
            throw;
        }
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => _pool.Dispose();

    /// <inheritdoc/>
    public Extent Transform(Extent extent, SpatialReference from, SpatialReference to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return SpatialReferences.TransformExtent(extent, SpatialReferences.ToWkt(from, "bboxSR"), SpatialReferences.ToWkt(to, "imageSR"))
            ?? throw new RasterAccessException($"The extent {extent} cannot be projected from {from} to {to}.");
    }

    /// <inheritdoc/>
    public IReadOnlyList<(double X, double Y)> Transform(IReadOnlyList<(double X, double Y)> points, SpatialReference from, SpatialReference to)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        double[] x = [.. points.Select(point => point.X)];
        double[] y = [.. points.Select(point => point.Y)];
        return SpatialReferences.TryTransform(SpatialReferences.ToWkt(from, "geometry.spatialReference"), SpatialReferences.ToWkt(to, "outSR"), x, y)
            && x.Concat(y).All(double.IsFinite)
            ? [.. x.Zip(y)]
            : throw new RasterAccessException($"A point cannot be projected from {from} to {to}.");
    }

    private static RenderedImage Render(OpenedSource opened, RenderRequest request, CancellationToken cancellationToken)
    {
        if (ClassView.TryRender(opened, request) is { } classes)
        {
            return classes;
        }

        var grid = ViewGrid.Over(opened.Dataset, request.Extent, request.Size, request.SpatialReference);
        if (request is { Format: RenderFormat.Tiff, Function: null or StoredValuesFunction { Input: null }, NoData: null } && IsStoredType(opened.Dataset, request))
        {
            return StoredView.Render(opened.Dataset, grid, request, cancellationToken);
        }

        var distributions = new Distributions(opened, grid, request.NoData);
        return request.Format.HoldsValues()
            ? ValueView.Render(opened, FunctionCompiler.Values(opened, request.Function, request.Bands, distributions), grid, request, cancellationToken)
            : PictureView.Render(opened, FunctionCompiler.Picture(opened, request.Function, request.Bands, distributions), grid, request, cancellationToken);
    }

    // The type that every band has anyway: then the file is as it is stored, an alpha band still known as one.
    private static bool IsStoredType(GdalDataset dataset, RenderRequest request) => request.PixelType is not { } type
        || (request.Bands ?? [.. Enumerable.Range(1, dataset.BandCount)]).All(band => band >= 1 && band <= dataset.BandCount && dataset.Band(band).PixelType == type);

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
}
