using System.Globalization;
using RasterAnalysis.Inference;
using RasterAnalysis.Locality;

namespace RasterAnalysis.Tiling;

/// <summary>Whether a job's tiles give what one run over the whole raster would give, and if not, why not and how far off they are.</summary>
/// <param name="Stride">The network's total stride in pixels; null when its graph could not be read.</param>
/// <param name="Radius">Its receptive-field radius in pixels; null when it has none.</param>
/// <param name="Padding">Padding that is used, in pixels.</param>
/// <param name="IsPaddingGiven">Whether the padding was asked for.</param>
/// <param name="IsExact">Whether tiled equals whole.</param>
/// <param name="Breaks">Nodes that forbid it.</param>
/// <param name="Mismatch">Share of labels that differ between two tile phases in a probed region, or of objects that only one of them finds, 0 to 1; null when not measured.</param>
public sealed record SeamReport(
    int? Stride, int? Radius, int Padding, bool IsPaddingGiven, bool IsExact, IReadOnlyList<LocalityBreak> Breaks, double? Mismatch)
{
    private const int NamedNodes = 3;

    /// <summary>Nodes that may make NaN, which a later node may hide: where they do, labels may depend on where the tiles lie, whatever else holds. They are counted.</summary>
    public IReadOnlyList<string> NonFiniteNodes { get; init; } = [];

    /// <summary>Whether a Python raster function runs, of which nothing can be proved.</summary>
    public bool IsFunction { get; init; }

    /// <summary>Side of the largest object that is whole in one of the tiles, in pixels; null where there are no objects.</summary>
    public int? MaxObjectSize { get; init; }

    /// <summary>Objects of the probed region, of which <see cref="Mismatch"/> is a share; null where there are no objects, or none was looked for.</summary>
    public int? ProbedObjects { get; init; }

    /// <summary>What tiles do to objects.</summary>
    /// <param name="tiling">The tiles.</param>
    /// <param name="maxObjectSize">Side of the largest object that they overlap enough for, in pixels.</param>
    /// <param name="isPaddingGiven">Whether the padding was asked for.</param>
    public static SeamReport OfObjects(TilingPlan tiling, int maxObjectSize, bool isPaddingGiven) =>
        new(tiling.Stride, null, tiling.Padding, isPaddingGiven, false, [], null) { MaxObjectSize = maxObjectSize };

    /// <summary>Draws the conclusions from a network and a tiling; nothing is measured yet.</summary>
    public static SeamReport Of(NetworkProfile network, TilingPlan tiling, bool isPaddingGiven)
    {
        var locality = network.Locality;
        var isExact = locality is { IsLocal: true } && tiling.Padding >= locality.Radius && tiling.Stride % locality.Stride == 0;
        return new SeamReport(locality?.Stride, locality?.Radius, tiling.Padding, isPaddingGiven, isExact, locality?.Breaks ?? [], null) { IsFunction = network.Function is not null };
    }

    /// <summary>One sentence or a few, for people.</summary>
    public override string ToString()
    {
        if (MaxObjectSize is { } size)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Tiles overlap by {2 * Padding} pixels and begin at multiples of {Text(Stride)}: objects of up to {size} pixels are whole in one of them, and each is kept once, wherever the tiles lie. {Found()}").TrimEnd();
        }

        var numbers = string.Create(CultureInfo.InvariantCulture, $"stride {Text(Stride)}, radius {Text(Radius)}, padding {Padding} pixels");
        return IsExact
            ? $"Tile edges leave no trace: exact, tiled equals whole{Exception()} ({numbers})."
            : $"Tile edges may leave a trace: not exact ({numbers}). {Reason()} {Measured()}".TrimEnd();
    }

    private string Exception()
    {
        var more = NonFiniteNodes.Count > NamedNodes ? $" and {NonFiniteNodes.Count - NamedNodes} more" : "";
        return NonFiniteNodes.Count == 0 ? "" : $", except where the network meets NaN, which is counted ({string.Join(", ", NonFiniteNodes.Take(NamedNodes))}{more} may make it)";
    }

    private string Reason()
    {
        if (Breaks.Count > 0)
        {
            return $"Pixels depend on the whole tile by {string.Join("; by ", Breaks.GroupBy(b => b.Reason).Select(Name))}.";
        }

        return this switch
        {
            { IsFunction: true } => "Of a Python raster function nothing can be proved.",
            { Stride: null } => "The network's graph could not be read.",
            { Radius: null } => "The network's output pixels have no bounded neighbourhood.",
            _ when Padding < Radius => string.Create(
                CultureInfo.InvariantCulture,
                $"The padding {(IsPaddingGiven ? "that was asked for" : "that the tile leaves room for")} is {Padding} pixels, less than the radius of {Radius}."),
            _ => "The tile leaves no room for a step of the network's stride.",
        };
    }

    /// <summary>Nodes that do the same: a few of them by name, the rest counted.</summary>
    private static string Name(IGrouping<string, LocalityBreak> alike)
    {
        var more = alike.Count() > NamedNodes ? $" and {alike.Count() - NamedNodes} more" : "";
        return $"{string.Join(", ", alike.Take(NamedNodes).Select(b => b.Node))}{more} (a node that {alike.Key})";
    }

    private string Measured() => Mismatch is { } share
        ? string.Create(CultureInfo.InvariantCulture, $"Two tile phases give different labels for {share:P2} of a probed region.")
        : "";

    private string Found() => (ProbedObjects, Mismatch) switch
    {
        (null, _) => "",
        (0, _) => "A part of the raster was looked at twice, the tiles half a tile apart: no object lies in it.",
        (1, 0 or null) => "A part of the raster was looked at twice, the tiles half a tile apart: both found the same object.",
        ({ } count, 0 or null) => string.Create(CultureInfo.InvariantCulture, $"A part of the raster was looked at twice, the tiles half a tile apart: both found the same {count} objects."),
        ({ } count, { } share) => string.Create(
            CultureInfo.InvariantCulture,
            $"A part of the raster was looked at twice, the tiles half a tile apart: {Math.Round(count * share)} of {count} objects were found once only, so the network is not exact, and other tiles give other objects."),
    };

    private static string Text(int? number) => number is { } value ? value.ToString(CultureInfo.InvariantCulture) : "unknown";
}
