namespace RasterAnalysis.Rasters.Stacks;

/// <summary>What is known of a band beside what its file says. Where the file says something itself, that holds.</summary>
/// <param name="Name">Its name in the stack; null for the file's own.</param>
/// <param name="NoData">The value that means "no pixel"; null for none. It counts where the file has neither a NoData value nor a mask.</param>
/// <param name="Scale">Stored values times this, plus <paramref name="Offset"/>, are the physical ones; both count where the file has neither.</param>
/// <param name="Offset">See <paramref name="Scale"/>.</param>
public sealed record StackedBand(string? Name = null, double? NoData = null, double Scale = 1, double Offset = 0);
