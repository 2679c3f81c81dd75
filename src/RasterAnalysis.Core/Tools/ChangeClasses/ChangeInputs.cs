using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;
using RasterAnalysis.Transitions;

namespace RasterAnalysis.Tools.ChangeClasses;

/// <summary>What can be known of the items without reading their files; whether coordinate systems are the same is looked at when the job runs.</summary>
internal static class ChangeInputs
{
    private static readonly string[] Fields = [ItemTool.InputParameter, ChangeClassesTool.ToParameter, ChangeClassesTool.FromConfidenceParameter, ChangeClassesTool.ToConfidenceParameter];

    /// <summary>Looks at them; faults go to the list.</summary>
    /// <param name="items">The earlier raster, the later one, and their confidences where they are asked for.</param>
    /// <param name="errors">Takes the faults.</param>
    public static void Check(IReadOnlyList<CatalogItem> items, ICollection<RequestError> errors)
    {
        var earlier = items[0];
        foreach (var (place, item) in items.Index())
        {
            var fault = item switch
            {
                { IsRemote: true } => $"The file of the item '{item.Id}' lies on another server; upload it, so that it lies here.",
                { Members.Count: > 0 } => $"The item '{item.Id}' is a mosaic of {item.Members.Count} rasters, which are no one grid; publish each as a layer of its own and compare these.",
                _ when place == 1 && item.Id == earlier.Id => "names the earlier raster itself; name the later one.",
                { Raster.Bands: [{ PixelType: not PixelType.U8 } band, ..] } when place > 1 =>
                    $"The item '{item.Id}' is no confidence: its first band has {band.PixelType} samples, not bytes from 0 to 100; result.confidence of a job that was run with the argument confidence is one.",
                _ when place > 0 && !IsOnGridOf(earlier.Raster!.Grid, item.Raster!.Grid) => GridText.Mismatch(
                    (item.Raster!.Grid, item.Raster.SpatialReferenceName), (earlier.Raster!.Grid, earlier.Raster.SpatialReferenceName)),
                _ => null,
            };
            if (fault is not null)
            {
                errors.Add(new RequestError(Fields[place], fault));
            }
        }

        if ((long)earlier.Classes.Count * items[1].Classes.Count > TransitionClasses.MostPairs)
        {
            errors.Add(new RequestError(
                ChangeClassesTool.ToParameter,
                $"has {items[1].Classes.Count} classes and the earlier raster {earlier.Classes.Count}: {TransitionClasses.MostPairs} pairs are the most."));
        }
    }

    private static bool IsOnGridOf(RasterGrid one, RasterGrid other) => one.HasPixelsOf(other) && one.Wkt is null == other.Wkt is null;
}
