namespace RasterAnalysis.Rasters.Functions;

/// <summary>How a range of values becomes the levels of a picture, with ArcGIS's numbers.</summary>
public enum StretchType
{
    /// <summary>Values are levels already.</summary>
    None = 0,

    /// <summary>The range is so many standard deviations about the mean, within lowest and highest.</summary>
    StandardDeviation = 3,

    /// <summary>Every level has as many pixels.</summary>
    HistogramEqualization = 4,

    /// <summary>The range is from the lowest to the highest value.</summary>
    MinMax = 5,

    /// <summary>The range leaves out a share of the lowest and of the highest pixels.</summary>
    PercentClip = 6,

    /// <summary>A logistic curve about the mean: steep in the middle, flat at the ends.</summary>
    Sigmoid = 9,
}
