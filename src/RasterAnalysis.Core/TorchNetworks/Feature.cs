namespace RasterAnalysis.TorchNetworks;

/// <summary>A tensor of images in a network that is built, <c>[batch, channels, rows, columns]</c>.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Channels">Its channels.</param>
internal readonly record struct Feature(string Name, long Channels);
