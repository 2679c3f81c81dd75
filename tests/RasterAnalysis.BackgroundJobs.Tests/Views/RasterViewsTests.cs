using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using RasterAnalysis.BackgroundJobs.Views;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.BackgroundJobs.Tests.Views;

/// <summary>What is the service's own is read here, everything else in the built worker.</summary>
public sealed class RasterViewsTests : IDisposable
{
    private static readonly Extent All = new(500_000, 4_999_930, 500_120, 5_000_000);
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-views-").FullName;
    private readonly HereOnly _here = new();
    // told apart from those of other test classes by it
    private readonly ViewOptions _options = new() { MemoryLimit = (1L << 30) + 4096 };
    private readonly List<IDisposable> _made = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _made.ForEach(made => made.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_strangers_raster_is_shown_by_an_instance()
    {
        var (views, _) = Make(_options);
        var source = new RasterSource(Raster(), IsTrusted: false);

        var cells = await views.RenderAsync(source, new RenderRequest(All, null, new RasterSize(12, 7), RenderFormat.Bsq, Bands: [2]), Cancellation);
        var picture = await views.RenderAsync(source, new RenderRequest(All, null, new RasterSize(600, 700), RenderFormat.Bmp), Cancellation);
        var samples = await views.SampleAsync(source, new SampleRequest(All, new RasterSize(12, 7), [(500_035, 4_999_975), (99, 0)]), Cancellation);
        var summaries = await views.SummarizeAsync(source, new SummaryRequest(All, new RasterSize(12, 7), 1000), Cancellation);
        var info = await views.DescribeAsync(source, Cancellation);

        Assert.Equal([.. Enumerable.Range(0, 84).Select(i => (byte)(1 + (i / 12) + (i % 12)))], cells.Content.AsSpan(0, 84).ToArray());
        Assert.Equal("image/bmp", picture.ContentType);
        Assert.True(picture.Content.Length > 600 * 700 * 3, $"{picture.Content.Length} bytes came of a picture in many pieces.");
        Assert.Equal((double?[][])[[5, 6], []], samples.Select(bands => bands.ToArray()));
        Assert.Equal([(0.0, 17.0, 84L), (1.0, 18.0, 84L)], summaries.Select(band => (band!.Min, band.Max, band.Count)));
        Assert.Equal(new RasterSize(12, 7), info.Grid.Size);
        Assert.Equal(0, _here.Calls);
    }

    [Fact]
    public async Task A_result_is_shown_in_this_process()
    {
        var (views, _) = Make(_options with { MaxTime = TimeSpan.FromSeconds(1) });
        var source = new RasterSource(Path.Combine(_folder, "is-not-opened-by-anybody.tif"), IsTrusted: false) { IsOwn = true };

        var picture = await views.RenderAsync(source, new RenderRequest(All, null, new RasterSize(1, 1), RenderFormat.Png32), Cancellation);

        Assert.Equal("here"u8.ToArray(), picture.Content);
        Assert.Equal(1, _here.Calls);
        _here.HangsUntilCancelled = true;
        await Assert.ThrowsAsync<BusyException>(() => views.RenderAsync(source, new RenderRequest(All, null, new RasterSize(1, 1), RenderFormat.Png32), Cancellation));
    }

    [Fact]
    public async Task What_cannot_be_read_keeps_its_words_and_the_instance()
    {
        var (views, _) = Make(_options);
        var source = new RasterSource(Raster(), IsTrusted: false);
        await File.WriteAllTextAsync(Path.Combine(_folder, "text.tif"), "no raster", Cancellation);

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() =>
            views.RenderAsync(source, new RenderRequest(All, null, new RasterSize(0, 7), RenderFormat.Png32), Cancellation));
        await Assert.ThrowsAsync<RasterAccessException>(() => views.DescribeAsync(new RasterSource(Path.Combine(_folder, "text.tif"), false), Cancellation));

        Assert.Equal("size", Assert.Single(refused.Errors).Field);
        Assert.Single(await views.SampleAsync(source, new SampleRequest(All, new RasterSize(12, 7), [(500_010, 4_999_990)]), Cancellation));
    }

    [Fact]
    public async Task An_instance_that_takes_too_long_is_ended_and_the_next_one_answers()
    {
        var (views, instances) = Make(_options with { MaxTime = TimeSpan.FromMilliseconds(1) });
        var source = new RasterSource(Raster(), IsTrusted: false);

        var late = await Assert.ThrowsAsync<ProcessingInstanceException>(() => views.DescribeAsync(source, Cancellation));

        Assert.True(late.IsTransient);
        Assert.Contains("longer than", late.Message, StringComparison.Ordinal);

        // the raster has its pause, others do not
        var paused = await Assert.ThrowsAsync<BusyException>(() => views.DescribeAsync(source, Cancellation));
        Assert.Contains("was ended over this raster less than 30 seconds ago", paused.Message, StringComparison.Ordinal);
        Assert.Equal(new RasterSize(12, 7), (await instances.CallAsync<RasterInfo>(
            new InstanceRequest.DescribeRaster(source.Path, false), source.Path, null, TimeSpan.FromMinutes(1))).Grid.Size);
    }

    [Fact]
    public async Task An_instance_holds_itself_to_its_memory()
    {
        var (views, _) = Make(_options with { MemoryLimit = 1L << 28 });
        var source = new RasterSource(Raster(), IsTrusted: false);

        // 15000 x 4100 pixels of four bands and their encoding are more than 256 MiB
        var fault = await Assert.ThrowsAnyAsync<RasterAnalysisException>(() =>
            views.RenderAsync(source, new RenderRequest(All, null, new RasterSize(15000, 4100), RenderFormat.Bmp), Cancellation));

        Assert.True(fault is ProcessingInstanceException { IsTransient: true } or RasterAccessException, fault.ToString());
        var other = source with { Path = Path.Combine(_folder, "other.tif") };
        File.Copy(source.Path, other.Path);
        Assert.Equal(new RasterSize(12, 7), (await views.DescribeAsync(other, Cancellation)).Grid.Size);
    }

    [Fact]
    public async Task Instances_are_kept_and_one_that_died_is_replaced()
    {
        var (views, _) = Make(_options);
        var source = new RasterSource(Raster(), IsTrusted: false);
        await views.DescribeAsync(source, Cancellation);
        var first = Assert.Single(Children());
        await views.DescribeAsync(source, Cancellation);
        Assert.Equal([first], Children());

        using (var process = Process.GetProcessById(first))
        {
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
        }

        await views.DescribeAsync(source, Cancellation);
        Assert.NotEqual(first, Assert.Single(Children()));
    }

    [Fact]
    public void Every_function_comes_over_the_wall()
    {
        var functions = typeof(RasterFunction).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RasterFunction))).ToArray();
        var listed = typeof(RasterFunction).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), false)
            .Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>().Select(attribute => attribute.DerivedType);
        Assert.Equal(functions.OrderBy(type => type.Name), listed.OrderBy(type => type.Name));

        var request = new InstanceRequest.RenderRaster(
            new RasterSource("a.tif", true),
            new RenderRequest(All, new SpatialReference(3857, null), new RasterSize(1, 2), RenderFormat.Png32)
            {
                Function = new RemapFunction([new RemapRange(1, double.PositiveInfinity, null)], KeepsUnmatched: true)
                {
                    Input = new StretchFunction(StretchType.MinMax) { Statistics = [new BandStatistics(0, 1, 0.5, 0.25)], Input = new ExtractBandFunction([2]) },
                },
                NoData = new NoDataRule([double.NaN], MatchAll: true),
            });
        var text = PlanJson.Write<InstanceRequest>(request);

        Assert.Equal(text, PlanJson.Write(PlanJson.Read<InstanceRequest>(text)));
        Assert.Contains("\"extractBand\"", text, StringComparison.Ordinal);
    }

    private (RasterViews Views, ViewInstances Instances) Make(ViewOptions options)
    {
        var instances = new ViewInstances(
            options, new ProcessingInstanceOptions { Path = BuiltWorker.Path }, NullLogger<ViewInstances>.Instance, TimeProvider.System);
        var views = new RasterViews(_here, _here, instances, options, TimeProvider.System);
        _made.AddRange([views, instances]);
        return (views, instances);
    }

    // of the worker processes that this one has started, those of views
    private List<int> Children() => [.. Process.GetProcessesByName("dotnet").Where(process => IsOurs(process.Id)).Select(process => process.Id)];

    private bool IsOurs(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/environ").Contains($"{ProcessingInstanceOptions.MemoryVariable}={_options.MemoryLimit}", StringComparison.Ordinal)
                && File.ReadAllText($"/proc/{processId}/stat") is var stat
                && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{Environment.ProcessId}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // gone, or not ours
        }
    }

    private string Raster()
    {
        var path = Path.Combine(_folder, "raster.tif");
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, TiffFile.Byte(12, 7, 2, (band, row, column) => (byte)(band + row + column)));
        }

        return path;
    }

    /// <summary>Stands for this process's own libgdal.</summary>
    private sealed class HereOnly : IRasterRenderer, IRasterSampler
    {
        public int Calls { get; private set; }

        public bool HangsUntilCancelled { get; set; }

        public RenderedImage Render(RasterSource source, RenderRequest request, CancellationToken cancellationToken = default)
        {
            Calls++;
            if (HangsUntilCancelled)
            {
                cancellationToken.WaitHandle.WaitOne();
                cancellationToken.ThrowIfCancellationRequested();
            }

            return new RenderedImage("here"u8.ToArray(), "image/png");
        }

        public Extent Transform(Extent extent, SpatialReference from, SpatialReference to) => throw new NotSupportedException();

        public IReadOnlyList<(double X, double Y)> Transform(IReadOnlyList<(double X, double Y)> points, SpatialReference from, SpatialReference to) =>
            throw new NotSupportedException();

        public RasterInfo Describe(string path, bool isTrusted) => throw new NotSupportedException();

        public IReadOnlyList<IReadOnlyList<double?>> Sample(RasterSource source, SampleRequest request, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public IReadOnlyList<BandSummary?> Summarize(RasterSource source, SummaryRequest request, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
