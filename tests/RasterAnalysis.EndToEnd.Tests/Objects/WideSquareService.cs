namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>A service with a scene of many sections: 3000 × 3000 pixels with 2,000 squares.</summary>
public sealed class WideSquareService() : SquareService(side: 3000, count: 2000);
