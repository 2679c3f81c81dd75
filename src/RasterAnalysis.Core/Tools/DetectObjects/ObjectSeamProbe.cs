using RasterAnalysis.Detection;
using RasterAnalysis.Detection.Overlap;
using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>Measures how much the objects of a region depend on where the tiles lie: it is looked at twice, by tiles at different places.</summary>
public static class ObjectSeamProbe
{
    // rows and columns in which there is something to count
    private const int Side = 512;

    // of a job's tiles, for both looks together; one tile is moved in any case
    private const double MostWork = 0.25;

    // by which detections and truths are paired in the field (PASCAL VOC, COCO's AP50)
    private const double SameObject = 0.5;

    /// <summary>Measures in the middle of the raster.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="reader">Reads the input on the plan's processing grid; stays the caller's.</param>
    /// <param name="network">The loaded network; stays the caller's.</param>
    /// <returns>Objects that one of the phases found at least, and those of them that only one found; null when the raster leaves no room for a second phase.</returns>
    /// <exception cref="RasterAccessException">The input cannot be read.</exception>
    /// <exception cref="InferenceException">The network fails.</exception>
    public static (int Objects, int OfOne)? Measure(DetectionPlan plan, IRasterReader reader, INetworkSession network)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var (tiling, size) = (plan.Tiling, plan.Grid.ProcessingGrid.Size);
        var affordable = Math.Sqrt(plan.Grid.OutputGrid.Size.PixelCount * MostWork / 2);
        if (TilePhases.Find(tiling, tiling.Stride, Math.Clamp((int)affordable / tiling.CoreWidth * tiling.CoreWidth, 1, Side), size) is not { } phases)
        {
            return null;
        }

        using var detector = new SectionDetector(
            plan with { Grid = plan.Grid with { OutputWindow = PixelWindow.Whole(size) }, Tiling = tiling with { BatchSize = 1 } }, [reader], network);
        var one = detector.Run(phases.First, null, CancellationToken.None).Objects.ToArray();
        var other = detector.Run(phases.Second, null, CancellationToken.None).Objects.ToArray();

        // one whose centre lies a little beyond is its neighbour's, who is not asked here
        var common = phases.Common.Expand(-SectionObjects.Margin);
        var ofOne = Alone(one, other, plan, common, out var objects);
        var ofOther = Alone(other, one, plan, common, out _);
        return (objects + ofOther, ofOne + ofOther);
    }

    /// <summary>How many that stay of one phase have no counterpart in the other, before any were left out there: what left it out may lie where the other did not look.</summary>
    private static int Alone(DetectedObject[] found, DetectedObject[] others, DetectionPlan plan, PixelWindow common, out int count)
    {
        DetectedObject[] kept = [.. Kept(found, plan).Where(one => common.Contains(new PixelWindow((int)Math.Floor(one.Box.CenterX), (int)Math.Floor(one.Box.CenterY), 1, 1)))];
        count = kept.Length;
        var grid = new ObjectGrid();
        foreach (var other in others)
        {
            grid.Add(new HeldObject(other));
        }

        return kept.Count(one => !grid.Near(new HeldObject(one)).Any(other => other.Object.Class == one.Class && OverlapRatio.Of(one.Box, other.Object.Box) > SameObject));
    }

    private static IReadOnlyList<DetectedObject> Kept(DetectedObject[] found, DetectionPlan plan)
    {
        var kept = Kept(found, new NonMaximumSuppression(plan.NmsOverlap));
        return plan.Options.RunNms ? Kept(kept, new NonMaximumSuppression(plan.Options.MaxOverlapRatio, isClassAgnostic: true)) : kept;
    }

    private static IReadOnlyList<DetectedObject> Kept(IReadOnlyList<DetectedObject> found, NonMaximumSuppression suppression)
    {
        suppression.Add(found);
        return suppression.Finish();
    }
}
