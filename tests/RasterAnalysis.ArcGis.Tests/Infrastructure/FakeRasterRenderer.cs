using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Remembers what was asked for. Its pictures are the word "picture"; it projects by adding a million.</summary>
internal sealed class FakeRasterRenderer : IRasterRenderer
{
    public const double Shift = 1_000_000;

    public static byte[] Picture { get; } = [.. "picture"u8];

    public List<(RasterSource Source, RenderRequest Request)> Rendered { get; } = [];

    /// <summary>Thrown instead of an answer, when set.</summary>
    public Exception? Failure { get; set; }

    public RenderedImage Render(RasterSource source, RenderRequest request, CancellationToken cancellationToken = default)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        Rendered.Add((source, request));
        return new RenderedImage(Picture, request.Format switch
        {
            RenderFormat.Jpeg => "image/jpeg",
            RenderFormat.Tiff => "image/tiff",
            RenderFormat.Lerc => "image/lerc",
            _ => "image/png",
        });
    }

    public Extent Transform(Extent extent, SpatialReference from, SpatialReference to) =>
        Failure is not null ? throw Failure
            : from == to ? throw new InvalidOperationException("Nothing to project.")
            : new Extent(extent.XMin + Shift, extent.YMin + Shift, extent.XMax + Shift, extent.YMax + Shift);

    public IReadOnlyList<(double X, double Y)> Transform(IReadOnlyList<(double X, double Y)> points, SpatialReference from, SpatialReference to) =>
        Failure is not null ? throw Failure
            : from == to ? throw new InvalidOperationException("Nothing to project.")
            : [.. points.Select(point => (point.X + Shift, point.Y + Shift))];
}
