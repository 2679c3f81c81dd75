namespace RasterAnalysis.PixelNetworks;

/// <summary>What a network over pixels gives for each row.</summary>
internal enum PixelOutput
{
    /// <summary>A whole number.</summary>
    Label,

    /// <summary>A text.</summary>
    TextLabel,

    /// <summary>A score or probability for each class.</summary>
    Scores,
}
