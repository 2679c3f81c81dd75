namespace RasterAnalysis.Benchmarks;

/// <summary>What the rival says of itself. Python's start and imports are not in it.</summary>
/// <param name="Seconds">From the loading of the network to the finished file.</param>
/// <param name="Run">Seconds of them within the network.</param>
/// <param name="Translate">Seconds of them within <c>gdal_translate</c>.</param>
/// <param name="Tiles">Tiles through the network.</param>
internal sealed record RivalTimes(double Seconds, double Run, double Translate, int Tiles);
