using System.Globalization;
using RasterAnalysis.Finiteness;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>What users should know of the pixels of a job's sections.</summary>
public static class SectionWarnings
{
    // of an output's pixels; with less, something does not fit as a rule
    private const double LeastValid = 0.1;

    // of nodes; which ones the others are is of no more use
    private const int Named = 5;

    /// <summary>Warnings, one for each kind of trouble.</summary>
    /// <param name="outcome">What is known of the sections.</param>
    /// <param name="pixels">Pixels of the output.</param>
    public static IEnumerable<string> Of(SectionOutcome outcome, long pixels)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.InvalidScores > 0)
        {
            yield return $"{outcome.InvalidScores} pixels are NoData because the network gave no finite score, or no listed class, for them.";
        }

        var nodes = outcome.NonFinite.OrderByDescending(count => count.Pixels).ToArray();
        if (nodes.Length > 0)
        {
            var more = nodes.Length > Named ? $"; and {nodes.Length - Named} more nodes" : "";
            yield return $"Inside the network values were NaN or infinite: {string.Join("; ", nodes.Take(Named).Select(Text))}{more}. There and in their neighbourhood classes follow from a value that is no number: "
                + "they may be wrong, and may change with the tiles even where the seams are called exact. See whether bands, normalisation and NoData value of the input are those that the model was trained with; "
                + "or export the network so that it cannot happen, for example with a small number added to a divisor.";
        }

        if (outcome.Counts.Sum(count => count.Count) is var valid && valid < LeastValid * pixels)
        {
            yield return $"{pixels - valid} of the output's {pixels} pixels have no data. See whether extent, mask and output coordinate system fit the raster, and what its NoData value is.";
        }
    }

    private static string Text(NonFiniteCount count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count.Node} ({count.Cause}) at {count.Pixels} pixel{(count.Pixels == 1 ? "" : "s")}, which {count.HiddenBy} may hide");
}
