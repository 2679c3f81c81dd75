using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters.Smoothing;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>
/// All that a processing instance needs to know to classify any section of a job. Made once for each job and kept with it, so that a job that
/// goes on after a restart gives the same pixels.
/// </summary>
public sealed record ClassificationPlan : TilePlan
{
    /// <summary>Which class each channel stands for.</summary>
    public required ChannelMap Channels { get; init; }

    /// <summary>For one-channel networks: the probability above which the class is given.</summary>
    public required double Threshold { get; init; }

    /// <summary>What the output is made of.</summary>
    public required ClassifiedRasterProfile Output { get; init; }

    /// <summary>What is said of how sure the network was; null for nothing. Sections with measures have a band for each behind that of the classes.</summary>
    public MeasurePlan? Measures { get; init; }

    /// <summary>How the whole is smoothed when its sections are put together; null for not at all. The pixels of sections do not depend on it, nor does <see cref="TilePlan.Key"/>.</summary>
    public SmoothingOptions? Smoothing { get; init; }
}
