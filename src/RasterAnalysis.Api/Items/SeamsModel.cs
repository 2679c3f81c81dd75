using RasterAnalysis.Locality;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Api.Items;

/// <summary>Whether tiles give what one run over the whole raster would give.</summary>
/// <param name="Stride">Total stride of the network in pixels; tiles begin at its multiples. Null when its graph could not be read.</param>
/// <param name="Radius">Receptive-field radius in pixels; null when it has none.</param>
/// <param name="Padding">Padding in pixels.</param>
/// <param name="Exact">Whether tiled equals whole.</param>
/// <param name="Nodes">Nodes that make a pixel depend on the whole tile.</param>
/// <param name="Mismatch">Share of labels that differ between two tile phases of a probed region, or of objects that only one of them finds, 0 to 1; null when exact or not measured.</param>
/// <param name="Report">The same in words.</param>
internal sealed record SeamsModel(
    int? Stride, int? Radius, int Padding, bool Exact, IReadOnlyList<LocalityBreak> Nodes, double? Mismatch, string Report)
{
    public static SeamsModel From(SeamReport report) =>
        new(report.Stride, report.Radius, report.Padding, report.IsExact, report.Breaks, report.Mismatch, report.ToString());
}
