using RasterAnalysis.Detection;
using RasterAnalysis.Detection.Overlap;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>
/// The objects of a whole raster out of the files of its sections, one pass from the top down: those that overlap surer ones are left out, and the rest is the same, in the same order,
/// however the raster was cut. Memory is bounded by the objects that lie side by side, not by their number.
/// </summary>
public static class ObjectMerge
{
    private const int ChunkSize = 4096;

    /// <summary>Merges.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="files">The files of its sections, by number.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <returns>The objects in pixels of the processing grid, by their upper edge, then the left one, then rank.</returns>
    /// <exception cref="RasterAccessException">A file is damaged.</exception>
    public static IEnumerable<DetectedObject> Merge(DetectionPlan plan, IReadOnlyList<string> files, Action<double>? progress)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(files);
        var candidates = new NonMaximumSuppression(plan.NmsOverlap);
        var own = plan.Options.RunNms ? new NonMaximumSuppression(plan.Options.MaxOverlapRatio, isClassAgnostic: true) : null;
        string[][] rows =
        [
            .. plan.Sections.Zip(files).GroupBy(section => section.First.RowOffset, section => section.Second).OrderBy(row => row.Key).Select(row => row.ToArray()),
        ];
        var tops = TopsBelow(rows);
        DetectedObject? last = null;
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var chunk in TopDown(rows[row]).Chunk(ChunkSize).Append([]))
            {
                candidates.Add(chunk);
                var frontier = chunk.Length == 0 ? tops[row + 1] : Math.Min(chunk[^1].Box.Top, tops[row + 1]);
                foreach (var found in Pass(candidates.Advance(frontier), own, frontier))
                {
                    // where objects may overlap as they like, what two tiles have seen alike is one object nevertheless
                    if (last is null || ObjectRank.Instance.Compare(last.Value, found) != 0)
                    {
                        yield return found;
                    }

                    last = found;
                }
            }

            progress?.Invoke((row + 1.0) / rows.Length);
        }
    }

    /// <summary>The objects of several files, by their upper edges.</summary>
    private static IEnumerable<DetectedObject> TopDown(string[] files)
    {
        var open = new PriorityQueue<IEnumerator<DetectedObject>, double>();
        try
        {
            foreach (var file in files)
            {
                Go(open, ObjectFile.Read(file).GetEnumerator());
            }

            while (open.TryDequeue(out var next, out _))
            {
                yield return next.Current;
                Go(open, next);
            }
        }
        finally
        {
            foreach (var (rest, _) in open.UnorderedItems)
            {
                rest.Dispose();
            }
        }
    }

    private static void Go(PriorityQueue<IEnumerator<DetectedObject>, double> open, IEnumerator<DetectedObject> objects)
    {
        if (objects.MoveNext())
        {
            open.Enqueue(objects, objects.Current.Box.Top);
        }
        else
        {
            objects.Dispose();
        }
    }

    private static IReadOnlyList<DetectedObject> Pass(IReadOnlyList<DetectedObject> objects, NonMaximumSuppression? own, double frontier)
    {
        if (own is null)
        {
            return objects;
        }

        // those that come out later begin no higher than the last of these
        own.Add(objects);
        return own.Advance(double.IsPositiveInfinity(frontier) ? frontier : objects.Count > 0 ? objects[^1].Box.Top : double.NegativeInfinity);
    }

    /// <summary>For each row of sections, and for what is behind the last, how far up its objects and those of all rows below reach.</summary>
    private static double[] TopsBelow(string[][] rows)
    {
        var tops = new double[rows.Length + 1];
        tops[^1] = double.PositiveInfinity;
        for (var row = rows.Length - 1; row >= 0; row--)
        {
            tops[row] = rows[row].Select(ObjectFile.TopOf).Append(tops[row + 1]).Min();
        }

        return tops;
    }
}
