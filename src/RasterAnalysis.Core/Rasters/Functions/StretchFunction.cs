namespace RasterAnalysis.Rasters.Functions;

/// <summary>Makes levels of 8 bits out of values (ArcGIS's <c>Stretch</c>).</summary>
/// <param name="Type">Which range becomes which levels.</param>
public sealed record StretchFunction(StretchType Type) : RasterFunction
{
    /// <summary>Level of the lower end of the range, 0 to 255.</summary>
    public double OutputMin { get; init; }

    /// <summary>Level of the upper end of the range, 0 to 255.</summary>
    public double OutputMax { get; init; } = 255;

    /// <summary>For <see cref="StretchType.StandardDeviation"/>: how many.</summary>
    public double StandardDeviations { get; init; } = 2;

    /// <summary>For <see cref="StretchType.PercentClip"/>: percent of the lowest pixels.</summary>
    public double MinPercent { get; init; } = 0.25;

    /// <summary>For <see cref="StretchType.PercentClip"/>: percent of the highest pixels.</summary>
    public double MaxPercent { get; init; } = 0.5;

    /// <summary>For <see cref="StretchType.Sigmoid"/>: steepness, 1 to 6.</summary>
    public int SigmoidStrength { get; init; } = 2;

    /// <summary>Gamma of each band; null for none. Above 1 lightens the middle.</summary>
    public IReadOnlyList<double>? Gamma { get; init; }

    /// <summary>Statistics of each band, where the client gives them; null for those of the raster.</summary>
    public IReadOnlyList<BandStatistics>? Statistics { get; init; }

    /// <summary>Whether statistics are those of the view (ArcGIS's dynamic range adjustment) rather than of the raster.</summary>
    public bool UsesViewStatistics { get; init; }
}
