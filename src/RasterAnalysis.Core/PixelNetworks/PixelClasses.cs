namespace RasterAnalysis.PixelNetworks;

/// <summary>How what a network over pixels gives is put into the terms of a package's classes.</summary>
/// <param name="Values">Class value of each label; null where labels are the values already, and for scores.</param>
/// <param name="Texts">The labels, where they are texts.</param>
/// <param name="Order">For scores: the column of each channel; null where they are in order.</param>
/// <param name="Channels">Columns of the scores; null where they are not known.</param>
internal sealed record PixelClasses(IReadOnlyList<long>? Values = null, IReadOnlyList<string>? Texts = null, IReadOnlyList<int>? Order = null, int? Channels = null);
