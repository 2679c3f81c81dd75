namespace RasterAnalysis.Models;

/// <summary>How sure a network is of a pixel's class (<c>docs/reference/confidence.md</c>); each a band of whole numbers from 0 to 100.</summary>
public enum ScoreMeasure
{
    /// <summary>The probability of the class that is written, in per cent.</summary>
    Confidence,

    /// <summary>By how many per cent it is more probable than the next; 0 where another channel, which may not win, is as probable.</summary>
    Margin,

    /// <summary>The entropy of all channels' probabilities, in per cent of the largest that there can be: 0 where one channel has all, 100 where all have the same.</summary>
    Entropy,
}
