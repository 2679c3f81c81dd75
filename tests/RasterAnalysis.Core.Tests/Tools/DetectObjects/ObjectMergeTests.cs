using CsCheck;
using RasterAnalysis.Core.Tests.Detection;
using RasterAnalysis.Detection;
using RasterAnalysis.Detection.Overlap;
using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Tensors;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.Core.Tests.Tools.DetectObjects;

public sealed class ObjectMergeTests : IDisposable
{
    private const int Side = 640;

    private static readonly Gen<DetectedObject> One =
        from score in Gen.Int[1, 20]
        from x in Gen.Int[0, Side * 4 - 1]
        from y in Gen.Int[0, Side * 4 - 1]
        from width in Gen.Int[1, 90]
        from height in Gen.Int[1, 90]
        from one in Gen.Int[0, 1]
        select new DetectedObject(one, score / 20f, new RotatedBox(x / 4.0, y / 4.0, width, height, 0));

    private readonly string _folder = Directory.CreateTempSubdirectory("objects").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void However_the_raster_is_cut_what_stays_is_what_greedy_suppression_of_all_objects_leaves() =>
        Gen.Select(One.Array[0, 150], Gen.Int[0, 3], Gen.Bool).Sample(
            (objects, ratio, runNms) =>
            {
                var options = new DetectionOptions(runNms, 0.1, "Confidence", "Class");
                var expected = Greedy(Greedy(objects, ratio * 0.2, isAgnostic: false), runNms ? 0.1 : 1, isAgnostic: runNms);
                Assert.All([64, 200, 640], section => Assert.Equal(expected, Merged(objects, ratio * 0.2, options, section)));
            },
            iter: 40, threads: 1);

    [Fact]
    public void What_two_tiles_have_seen_alike_is_one_object_even_where_objects_may_overlap_as_they_like()
    {
        var one = new DetectedObject(0, 0.9f, new RotatedBox(64, 64, 20, 20, 0));
        var other = one with { Score = 0.8f };
        var plan = Plan(1, new DetectionOptions(false, 0, "Confidence", "Class"), 64);
        var files = Write(plan, []);
        ObjectFile.Write(files[0], [one, other]);
        ObjectFile.Write(files[1], [one]);

        Assert.Equal([one, other], ObjectMerge.Merge(plan, files, progress: null));
    }

    [Fact]
    public void Masks_and_angles_come_back_as_they_were_written()
    {
        var mask = new PixelRing[] { new([new(1, 2), new(9, 2), new(9, 8)], false), new([new(3, 3), new(4, 3), new(4, 4)], true) };
        var found = new DetectedObject(1, 0.75f, new RotatedBox(5.25, 6.5, 8, 4, 0.7), mask);
        var file = Path.Combine(_folder, "0");
        ObjectFile.Write(file, [found]);

        var read = Assert.Single(ObjectFile.Read(file));
        Assert.Equal((found.Class, found.Score, found.Box), (read.Class, read.Score, read.Box));
        Assert.Equal(mask.Select(ring => (ring.IsHole, string.Join(' ', ring.Corners))), read.Mask!.Select(ring => (ring.IsHole, string.Join(' ', ring.Corners))));
        Assert.Equal([file], Directory.EnumerateFiles(_folder));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(40)]
    public void A_file_that_was_cut_off_is_damaged_and_is_called_so(int bytes)
    {
        var file = Path.Combine(_folder, "7");
        ObjectFile.Write(file, [new DetectedObject(0, 0.5f, new RotatedBox(5, 5, 2, 2, 0))]);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..bytes]);

        var exception = Assert.Throws<RasterAccessException>(() => ObjectFile.Read(file).ToArray());
        Assert.Equal("The section's objects '7' are damaged; submit the job again.", exception.Message);
    }

    [Fact]
    public void A_raster_without_objects_has_none_when_it_is_merged() =>
        Assert.Empty(Merged([], 0.5, new DetectionOptions(true, 0, "Confidence", "Class"), 64));

    /// <summary>By definition: all objects against all that stay.</summary>
    private static DetectedObject[] Greedy(IEnumerable<DetectedObject> objects, double ratio, bool isAgnostic)
    {
        var kept = new List<DetectedObject>();
        foreach (var one in objects.Order(ObjectRank.Instance))
        {
            var isTwice = kept.Any(other => ObjectRank.Instance.Compare(other, one) == 0);
            if (!isTwice && !kept.Any(other => (isAgnostic || other.Class == one.Class) && OverlapRatio.Of(other.Box, one.Box) > ratio))
            {
                kept.Add(one);
            }
        }

        return [.. kept.OrderBy(one => one.Box.Top).ThenBy(one => one.Box.Left).ThenBy(one => one, ObjectRank.Instance)];
    }

    private DetectedObject[] Merged(IReadOnlyList<DetectedObject> objects, double ratio, DetectionOptions options, int section)
    {
        var plan = Plan(ratio, options, section);
        return [.. ObjectMerge.Merge(plan, Write(plan, objects), progress: null)];
    }

    /// <summary>Each object in the file of the section of its centre.</summary>
    private string[] Write(DetectionPlan plan, IReadOnlyList<DetectedObject> objects)
    {
        string[] files = [.. plan.Sections.Select((_, number) => Path.Combine(_folder, $"{number}"))];
        foreach (var (section, file) in plan.Sections.Zip(files))
        {
            ObjectFile.Write(file, [.. objects.Where(one => section.Contains(new PixelWindow((int)one.Box.CenterX, (int)one.Box.CenterY, 1, 1)))]);
        }

        return files;
    }

    private static DetectionPlan Plan(double ratio, DetectionOptions options, int section)
    {
        var size = new RasterSize(Side, Side);
        return new DetectionPlan
        {
            Input = new RasterReadSpec("", false, [1], null, ResamplingMethod.Nearest),
            Grid = new GridPlan(new RasterGrid(size, GeoTransform.Identity, null), PixelWindow.Whole(size), false),
            NetworkPath = "",
            Network = new NetworkProfile("images", TensorElementType.Float, TensorLayout.Nchw, 1, null, 64, 64, "output0", OutputKind.Scores, TensorLayout.Nchw, 2, 0),
            Normalization = new Normalization("", [BandNormalization.None]),
            Tiling = new TilingPlan(64, 64, 0, 32, 1),
            Sections =
            [
                .. from row in Enumerable.Range(0, (Side + section - 1) / section)
                   from column in Enumerable.Range(0, (Side + section - 1) / section)
                   select new PixelWindow(column * section, row * section, Math.Min(section, Side - (column * section)), Math.Min(section, Side - (row * section))),
            ],
            ProcessorType = ProcessorType.Cpu,
            Layout = Detectors.Choose(Detectors.Definition(2), Detectors.Tensor("output0", 1, 6, 84)),
            Threshold = 0.5,
            MaxObjectSize = 90,
            NmsOverlap = ratio,
            Options = options,
            Classes = Detectors.Definition(2).Classes,
        };
    }
}
