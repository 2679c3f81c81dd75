using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>A geometry of a request.</summary>
/// <param name="Kind">What its parts are.</param>
/// <param name="Parts">A point or multipoint as one part, the paths of a line, the rings of a polygon; x and y. An envelope is a polygon of one ring.</param>
/// <param name="SpatialReference">The coordinate system that it names; null when it names none.</param>
internal sealed record EsriGeometry(EsriGeometryKind Kind, IReadOnlyList<IReadOnlyList<(double X, double Y)>> Parts, SpatialReference? SpatialReference)
{
    /// <summary>Every point, part by part.</summary>
    public IEnumerable<(double X, double Y)> Points => Parts.SelectMany(part => part);

    /// <summary>The rectangle around it.</summary>
    public Extent Bounds => new(Points.Min(p => p.X), Points.Min(p => p.Y), Points.Max(p => p.X), Points.Max(p => p.Y));

    /// <summary>The same in another coordinate system, vertex by vertex.</summary>
    /// <exception cref="InvalidRequestException">A point cannot be projected.</exception>
    public EsriGeometry Project(SpatialReference? to, SpatialReference? unnamed, IRasterRenderer renderer)
    {
        var from = SpatialReference ?? unnamed ?? to;
        if (from is null || to is null || EsriSpatialReference.AreSame(from, to))
        {
            return this;
        }

        try
        {
            var moved = renderer.Transform([.. Points], from, to);
            var at = 0;
            return this with { Parts = [.. Parts.Select(part => (IReadOnlyList<(double, double)>)[.. part.Select(_ => moved[at++])])], SpatialReference = to };
        }
        catch (RasterAccessException exception)
        {
            throw new InvalidRequestException("geometry", exception.Message);
        }
    }
}
