using RasterAnalysis.Models;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>What a job says of how sure its network was.</summary>
/// <param name="Measures">Bands of the second raster, in this order; none where only uncertain pixels are told.</param>
/// <param name="Temperature">By what scores are divided ahead of their softmax.</param>
/// <param name="Uncertain">Which pixels become the class Uncertain; null for none.</param>
public sealed record MeasurePlan(IReadOnlyList<ScoreMeasure> Measures, double Temperature, UncertainRule? Uncertain)
{
    /// <summary>NoData of the second raster.</summary>
    public const byte NoData = byte.MaxValue;

    /// <summary>Where the second raster lies while its job runs, and beside a raster of the command line: <c>map.tif</c> has <c>map.confidence.tif</c>.</summary>
    /// <param name="path">The classified raster.</param>
    public static string PathBeside(string path) => Path.ChangeExtension(path, ".confidence" + Path.GetExtension(path));
}
