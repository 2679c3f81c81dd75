namespace RasterAnalysis.Api.RasterStores;

/// <summary>A folder of the operator's that jobs may read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uri">Where paths in it begin.</param>
internal sealed record RasterStoreModel(string Name, string Uri);
