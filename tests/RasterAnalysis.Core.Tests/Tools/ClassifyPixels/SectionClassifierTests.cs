using CsCheck;
using RasterAnalysis.Core.Tests.Fakes;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Tensors;
using RasterAnalysis.Testing;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Core.Tests.Tools.ClassifyPixels;

/// <summary>Tiled equals whole, for a network that looks two pixels around.</summary>
public sealed class SectionClassifierTests
{
    private const int Radius = 2;
    private const int Channels = 3;

    [Fact]
    public void Classify_gives_the_pixels_of_one_run_over_the_whole_raster() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[1, 4], Gen.Int[1, 5], Gen.Int[0, 2], Gen.Enum<Ahead>(), Gen.Int[1, 3], Gen.Int[1, 3]).Sample(
            (width, height, cores, batch, crop, ahead, readers, runs) =>
            {
                var raster = new ArrayRaster(width, height, 2, (b, r, c) => ((b * 7) + (r * 13) + (c * 29) + (r * c)) % 11, (r, c) => ((r * 5) + c) % 7 != 0);
                var padding = Math.Max(Radius, crop);
                var core = 8 * cores;
                var plan = Plan(width, height, new TilingPlan(core + (2 * padding), core + (2 * padding), padding, 8, batch), crop);
                using var network = new FormulaNetwork(Channels, crop, Score) { ConcurrentRuns = runs };
                using var classifier = new SectionClassifier(plan, [.. Enumerable.Repeat(raster, readers)], network);
                float Beyond(int b, int r, int c) => raster.Value(b, Mirrored.Index(r, height), Mirrored.Index(c, width));

                foreach (var (number, section) in plan.Sections.Index())
                {
                    var following = plan.Sections[(number + (ahead == Ahead.Wrong ? 2 : 1)) % plan.Sections.Count];
                    var next = ahead == Ahead.Nothing ? null : new NextSection(following, IsCertain: ahead != Ahead.Guessed);
                    var result = classifier.Run(section, null, CancellationToken.None, next);

                    for (var at = 0; at < result.Pixels.Length; at++)
                    {
                        var (row, column) = (section.RowOffset + (at / section.Width), section.ColumnOffset + (at % section.Width));
                        var scores = Enumerable.Range(0, Channels).Select(channel => Score(Beyond, channel, row, column)).ToArray();
                        var expected = raster.IsValid(row, column) ? 10 * (Array.IndexOf(scores, scores.Max()) + 1) : 255;
                        Assert.Equal(expected, result.Pixels.Span[at]);
                    }

                    Assert.Equal(
                        result.Pixels.ToArray().Where(p => p != 255).CountBy(p => (long)p).Select(p => new ClassCount(p.Key, p.Value)).OrderBy(c => c.Value),
                        result.Outcome.Counts.OrderBy(c => c.Value));
                }
            },
            iter: 100);

    [Fact]
    public void Classify_of_a_fixed_batch_always_runs_that_many()
    {
        var raster = new ArrayRaster(40, 40, 2, (_, r, c) => r + c);
        var plan = Plan(40, 40, new TilingPlan(12, 12, 2, 8, 4), 0);
        plan = plan with { Network = plan.Network with { FixedBatch = 4 } };
        var last = Array.Empty<float>();
        using var network = new FormulaNetwork(Channels, 0, Score) { OnInput = input => last = input.ToArray() };

        Classify(plan, raster, network);

        // 25 tiles: the last one fills its run, so that what an earlier run left there has no part in it
        Assert.Equal([4, 4, 4, 4, 4, 4, 4], network.Batches);
        Assert.All(last.Chunk(last.Length / 4), tile => Assert.Equal(last[..(last.Length / 4)], tile));
    }

    [Fact]
    public void Classify_of_a_fixed_batch_with_turns_fills_it_up_the_same_way()
    {
        var raster = new ArrayRaster(40, 40, 2, (_, r, c) => r + c);
        var plan = Plan(40, 40, new TilingPlan(12, 12, 2, 8, 4), 0);
        plan = plan with { Network = plan.Network with { FixedBatch = 4 }, Augmentation = new Augmentation([0, 1], MergePolicy.Mean) };
        var last = Array.Empty<float>();
        using var network = new FormulaNetwork(Channels, 0, Score) { OnInput = input => last = input.ToArray() };

        Classify(plan, raster, network);

        Assert.All(last.Chunk(last.Length / 4), tile => Assert.Equal(last[..(last.Length / 4)], tile));
    }

    [Fact]
    public void Measure_of_a_fixed_batch_with_turns_finds_no_seams_where_there_are_none()
    {
        var raster = new ArrayRaster(600, 600, 2, (b, r, c) => ((b * 7) + (r * 13) + (c * 29)) % 11);
        var plan = Plan(600, 600, new TilingPlan(132, 132, 2, 8, 4), 0);
        plan = plan with { Network = plan.Network with { FixedBatch = 4 }, Augmentation = new Augmentation([0, 1], MergePolicy.Mean) };
        using var network = new FormulaNetwork(Channels, 0, Score);

        Assert.Equal(0, SeamProbe.Measure(plan, raster, network));
        Assert.All(network.Batches, batch => Assert.Equal(4, batch));
    }

    [Fact]
    public void Classify_of_scores_that_are_no_numbers_gives_NoData_and_counts_them()
    {
        var raster = new ArrayRaster(20, 10, 2, (_, r, c) => r + c, (_, c) => c > 0);
        var plan = Plan(20, 10, new TilingPlan(12, 12, 2, 8, 1), 0);
        using var network = new FormulaNetwork(Channels, 0, (pixel, channel, row, column) => pixel(0, row, column) == 9 && channel == 1 ? float.NaN : channel);

        var result = Classify(plan, raster, network);

        for (var at = 0; at < 200; at++)
        {
            var (row, column) = (at / 20, at % 20);
            Assert.Equal(column == 0 || row + column == 9 ? 255 : 30, result.Pixels.Span[at]);
        }

        Assert.Equal(9, result.Outcome.InvalidScores); // (0,9) to (8,1); (9,0) has no pixel
    }

    [Fact]
    public void Classify_reports_progress_up_to_one()
    {
        var raster = new ArrayRaster(40, 40, 2, (_, r, c) => r + c);
        var plan = Plan(40, 40, new TilingPlan(12, 12, 2, 8, 3), 0);
        using var network = new FormulaNetwork(Channels, 0, Score);
        var told = new List<double>();

        Classify(plan, raster, network, told.Add);

        Assert.Equal(told.Order(), told);
        Assert.Equal(1, told[^1]);
    }

    [Fact]
    public void Classify_with_a_certain_next_section_runs_it_while_nobody_asks()
    {
        var raster = new ArrayRaster(40, 40, 2, (_, r, c) => r + c);
        var plan = InFour(Plan(40, 40, new TilingPlan(12, 12, 2, 8, 1), 0));
        using var network = new FormulaNetwork(Channels, 0, Score);
        using var classifier = new SectionClassifier(plan, [raster], network);

        classifier.Run(plan.Sections[0], null, CancellationToken.None, new NextSection(plan.Sections[1], IsCertain: true));

        // nine tiles and six
        Assert.True(SpinWait.SpinUntil(() => network.Batches.Count == 15, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Classify_with_a_guessed_next_section_does_not_run_it()
    {
        using var read = new ManualResetEventSlim();
        var raster = new ArrayRaster(40, 40, 2, (_, r, c) =>
        {
            // no tile of the first section reaches so far
            if (r >= 28 && c >= 28)
            {
                read.Set();
            }

            return r + c;
        });
        var plan = InFour(Plan(40, 40, new TilingPlan(12, 12, 2, 8, 1), 0));
        using var network = new FormulaNetwork(Channels, 0, Score);
        using var classifier = new SectionClassifier(plan, [raster], network);

        classifier.Run(plan.Sections[0], null, CancellationToken.None, new NextSection(plan.Sections[3], IsCertain: false));

        Assert.True(read.Wait(TimeSpan.FromMinutes(1)));
        Assert.Equal(9, network.Batches.Count);
        Assert.Equal(16 * 16, classifier.Run(plan.Sections[3], null, CancellationToken.None).Outcome.Counts.Sum(count => count.Count));
        Assert.Equal(13, network.Batches.Count);
    }

    [Fact]
    public void Classify_whose_next_section_cannot_be_read_fails_only_when_that_is_asked_for()
    {
        var raster = new ArrayRaster(40, 40, 2, (_, r, c) => r >= 30 ? throw new RasterAccessException("Row 30 is damaged.") : r + c);
        var plan = InFour(Plan(40, 40, new TilingPlan(12, 12, 2, 8, 1), 0));
        using var network = new FormulaNetwork(Channels, 0, Score);
        using var classifier = new SectionClassifier(plan, [raster], network);

        var first = classifier.Run(plan.Sections[0], null, CancellationToken.None, new NextSection(plan.Sections[2], IsCertain: true));
        Assert.Equal(24 * 24, first.Outcome.Counts.Sum(count => count.Count));
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var failure = Assert.Throws<RasterAccessException>(() => classifier.Run(plan.Sections[2], null, CancellationToken.None));
            Assert.Equal("Row 30 is damaged.", failure.Message);
        }

        Assert.Equal(16 * 24, classifier.Run(plan.Sections[1], null, CancellationToken.None).Outcome.Counts.Sum(count => count.Count));
    }

    [Fact]
    public void Classify_that_is_cancelled_stops_before_its_next_run()
    {
        var raster = new ArrayRaster(40, 40, 2, (_, r, c) => r + c);
        var plan = Plan(40, 40, new TilingPlan(12, 12, 2, 8, 1), 0);
        using var network = new FormulaNetwork(Channels, 0, Score);
        using var classifier = new SectionClassifier(plan, [raster], network);
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => classifier.Run(plan.Sections[0], _ => stop.Cancel(), stop.Token));

        Assert.Single(network.Batches);
    }

    // 24 and 16 rows and columns
    private static ClassificationPlan InFour(ClassificationPlan plan) =>
        plan with { Sections = [new PixelWindow(0, 0, 24, 24), new PixelWindow(24, 0, 16, 24), new PixelWindow(0, 24, 24, 16), new PixelWindow(24, 24, 16, 16)] };

    private static ClassifiedSection Classify(ClassificationPlan plan, IRasterReader raster, INetworkSession network, Action<double>? progress = null)
    {
        using var classifier = new SectionClassifier(plan, [raster], network);
        return classifier.Run(plan.Sections[0], progress, CancellationToken.None);
    }

    private static float Score(Func<int, int, int, float> pixel, int channel, int row, int column)
    {
        var sum = 0f;
        for (var dr = -Radius; dr <= Radius; dr++)
        {
            for (var dc = -Radius; dc <= Radius; dc++)
            {
                sum += pixel((dr + dc + 4) % 2, row + dr, column + dc) * (1 + ((dr + (2 * dc) + channel + 9) % 3));
            }
        }

        return sum % 17;
    }

    /// <summary>What is begun ahead.</summary>
    private enum Ahead
    {
        Nothing,
        Guessed,
        Certain,
        Wrong,
    }

    private static ClassificationPlan Plan(int width, int height, TilingPlan tiling, int crop)
    {
        ClassDefinition[] classes = [.. Enumerable.Range(1, Channels).Select(i => new ClassDefinition(10 * i, $"{i}", default))];
        var size = new RasterSize(width, height);
        return new ClassificationPlan
        {
            Input = new RasterReadSpec("", false, [1, 2], null, ResamplingMethod.Nearest),
            Grid = new GridPlan(new RasterGrid(size, GeoTransform.Identity, null), PixelWindow.Whole(size), false),
            NetworkPath = "",
            Network = new NetworkProfile(
                "input", TensorElementType.Float, TensorLayout.Nchw, 2, null, null, null, "output", OutputKind.Scores, TensorLayout.Nchw, Channels, crop),
            Normalization = new Normalization("", [BandNormalization.None, BandNormalization.None]),
            Tiling = tiling,
            Channels = new ChannelMap([10, 20, 30], [], classes, false),
            Threshold = 0.5,
            Output = ClassifiedRasterProfile.For(classes),
            ProcessorType = ProcessorType.Cpu,
            Sections = SectionPlanner.Cut(tiling, size),
        };
    }
}
