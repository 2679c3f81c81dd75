using System.Globalization;
using RasterAnalysis.Models;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Finds out which bands a job wants of a raster that is put together for it.</summary>
internal static class ModelBands
{
    /// <summary>Names of the bands in the network's order, by the job's <c>band_mapping</c> or by the model's definition; null where they are not named, and why not.</summary>
    /// <param name="modelPath">An unpacked package, or an <c>.emd</c>.</param>
    /// <param name="arguments">The job's model arguments; null for none.</param>
    /// <exception cref="ModelPackageException">There is no usable definition.</exception>
    public static (IReadOnlyList<string>? Names, string WhyNot) Of(string modelPath, ModelArguments? arguments)
    {
        if (arguments?.BandMapping is { } mapping)
        {
            return mapping.Any(entry => int.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                ? (null, "band_mapping chooses bands by number") : ([.. mapping.Distinct(StringComparer.OrdinalIgnoreCase)], "");
        }

        return (ModelPackageReader.ReadBandNames(modelPath), "the model does not name the bands that it takes, or has statistics for others too (ExtractBands and NormalizationStats of the .emd)");
    }
}
