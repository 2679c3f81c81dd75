using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>Where <c>getSamples</c> looks: at the points themselves, at equal distances along lines, on a grid inside areas.</summary>
internal static class SamplePoints
{
    /// <summary>Most places of one request, as in ArcGIS.</summary>
    public const int MaxCount = 1000;

    private const int DefaultCount = 100;

    /// <summary>The places, in the geometry's coordinate system.</summary>
    /// <exception cref="InvalidRequestException">Fields <c>sampleCount</c>, <c>sampleDistance</c>, <c>geometry</c>: not understood, or too many places.</exception>
    public static IReadOnlyList<(double X, double Y)> Of(EsriGeometry geometry, RequestParameters parameters)
    {
        var count = (int)Number(parameters, "sampleCount", DefaultCount, MaxCount);
        var distance = Number(parameters, "sampleDistance", 0, double.MaxValue);
        IReadOnlyList<(double X, double Y)> points = geometry.Kind switch
        {
            EsriGeometryKind.Points => [.. geometry.Points.Take(MaxCount + 1)],
            EsriGeometryKind.Lines => [.. Along(geometry, count, distance).Take(MaxCount + 1)],
            _ => [.. Inside(geometry, count, distance).Take(MaxCount + 1)],
        };
        return points.Count <= MaxCount ? points : throw new InvalidRequestException(
            geometry.Kind == EsriGeometryKind.Points ? "geometry" : "sampleDistance", $"asks for more than {MaxCount} places.");
    }

    private static double Number(RequestParameters parameters, string name, double unset, double max) =>
        parameters[name] is not { } text ? unset
            : NumberList.Parse(text) is [>= 0 and var number] && number <= max ? Math.Max(number, name == "sampleCount" ? 1 : 0)
            : throw new InvalidRequestException(name, FormattableString.Invariant($"must be a number from 0 to {max}."));

    private static IEnumerable<(double X, double Y)> Along(EsriGeometry geometry, int count, double distance)
    {
        var pieces = geometry.Parts.SelectMany(path => path.Zip(path.Skip(1))).ToArray();
        var total = pieces.Sum(Length);
        if (total == 0)
        {
            yield return geometry.Points.First();
            yield break;
        }

        var step = distance > 0 ? distance : count > 1 ? total / (count - 1) : total;
        var places = distance > 0 ? (int)Math.Min(MaxCount + 1, Math.Floor(total / step) + 1) : count;
        var (piece, before) = (0, 0.0);
        for (var i = 0; i < places; i++)
        {
            var at = Math.Min(i * step, total);
            while (piece < pieces.Length - 1 && before + Length(pieces[piece]) < at)
            {
                before += Length(pieces[piece++]);
            }

            var (from, to) = pieces[piece];
            var share = Length(pieces[piece]) > 0 ? Math.Clamp((at - before) / Length(pieces[piece]), 0, 1) : 0;
            yield return (from.X + ((to.X - from.X) * share), from.Y + ((to.Y - from.Y) * share));
        }
    }

    // a square grid of about so many cells over the bounds; the middles that lie inside
    private static IEnumerable<(double X, double Y)> Inside(EsriGeometry geometry, int count, double distance)
    {
        var bounds = geometry.Bounds;
        var step = distance > 0 ? distance : Math.Sqrt(bounds.Width * bounds.Height / count);
        var (columns, rows) = (Math.Max(1, Math.Floor(bounds.Width / step)), Math.Max(1, Math.Floor(bounds.Height / step)));
        if (!(columns * rows <= 100.0 * MaxCount))
        {
            throw new InvalidRequestException("sampleDistance", $"asks for more than {MaxCount} places.");
        }

        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var place = (X: bounds.XMin + ((column + 0.5) * bounds.Width / columns), Y: bounds.YMax - ((row + 0.5) * bounds.Height / rows));
                if (IsInside(geometry, place))
                {
                    yield return place;
                }
            }
        }
    }

    private static bool IsInside(EsriGeometry geometry, (double X, double Y) place) => geometry.Parts.Sum(ring => ring.Zip([.. ring.Skip(1), ring[0]]).Count(edge =>
        edge.First.Y > place.Y != edge.Second.Y > place.Y
        && place.X < ((edge.Second.X - edge.First.X) * (place.Y - edge.First.Y) / (edge.Second.Y - edge.First.Y)) + edge.First.X)) % 2 == 1;

    private static double Length(((double X, double Y) First, (double X, double Y) Second) piece) =>
        Math.Sqrt(((piece.Second.X - piece.First.X) * (piece.Second.X - piece.First.X)) + ((piece.Second.Y - piece.First.Y) * (piece.Second.Y - piece.First.Y)));
}
