using RasterAnalysis.Rasters.Stacks;

namespace RasterAnalysis.BackgroundJobs.Stac;

/// <summary>An asset of a STAC item that is to be brought to where instances can open it.</summary>
/// <param name="Address">Where it lies.</param>
/// <param name="Place">What it is in the item, for messages.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Bands">What the item says of its bands.</param>
/// <param name="File">The file to make, without its extension, in the folder of the stack's description.</param>
internal sealed record PendingAsset(Uri Address, string Place, string Item, string Title, IReadOnlyList<StackedBand> Bands, string File);
