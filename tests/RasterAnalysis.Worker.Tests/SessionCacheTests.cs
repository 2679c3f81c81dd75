using RasterAnalysis.Inference;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;
using RasterAnalysis.Worker.Processing;

namespace RasterAnalysis.Worker.Tests;

/// <summary>The network that was used last serves the next job with the same one, and no other.</summary>
public sealed class SessionCacheTests : IDisposable
{
    private readonly NetworkRuntimes _runtimes = new([new OnnxNetworkRuntime(new OnnxRuntimeOptions())]);
    private readonly LocalJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Take_of_the_same_files_elsewhere_is_the_network_that_was_given_back()
    {
        Classify(TinyNetworks.CopyBand(3));
        var plan = _job.Plan!;
        using var networks = new SessionCache(_runtimes);
        var first = networks.Take(plan, threads: 1);
        networks.GiveBack(plan, threads: 1, first);
        File.Copy(plan.NetworkPath, _job.PathOf("copy.onnx"));

        var second = networks.Take(plan with { NetworkPath = _job.PathOf("copy.onnx") }, threads: 1);
        networks.GiveBack(plan, threads: 1, second);
        var other = networks.Take(plan, threads: 2);

        Assert.Same(first, second);
        Assert.NotSame(second, other);
        other.Dispose();
    }

    [Fact]
    public void A_small_jobs_network_is_loaded_anew_for_a_large_job_and_a_large_jobs_serves_a_small_one()
    {
        Classify(TinyNetworks.CopyBand(3));
        var small = _job.Plan!;
        var large = small with { Grid = new GridPlan(new RasterGrid(new RasterSize(1025, 1024), GeoTransform.Identity, null), new PixelWindow(0, 0, 1025, 1024), IsWarped: false) };
        using var networks = new SessionCache(_runtimes);
        var first = networks.Take(small, threads: 1);
        networks.GiveBack(small, threads: 1, first);

        var second = networks.Take(large, threads: 1);
        networks.GiveBack(large, threads: 1, second);
        var third = networks.Take(small, threads: 1);
        networks.GiveBack(small, threads: 1, third);
        var fourth = networks.Take(large, threads: 1);

        Assert.NotSame(first, second);
        Assert.Same(second, third);
        Assert.Same(second, fourth);
        fourth.Dispose();
    }

    [Fact]
    public void A_job_after_one_with_another_network_at_the_same_place_gives_its_own_pixels()
    {
        var copied = Classify(TinyNetworks.CopyBand(3));
        var key = _job.Plan!.NetworkKey;
        var ids = Classify(TinyNetworks.ClassIds(3));

        Assert.NotEqual(key, _job.Plan!.NetworkKey);
        for (var row = 0; row < 20; row++)
        {
            for (var column = 0; column < 30; column++)
            {
                Assert.Equal(((row + column) % 3, (row + column) % 3), (copied[row, column], ids[row, column]));
            }
        }
    }

    [Fact]
    public void A_jobs_network_is_loaded_once_for_its_plan_and_its_sections()
    {
        var runtime = new CountingRuntime();
        using var job = new LocalJob(runtime);

        var output = job.Classify(
            TiffFile.Byte(5000, 300, 1, (_, row, column) => (byte)((row + column) % 3)), TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3));

        Assert.True(job.Plan!.Sections.Count > 1, "one section would show nothing of the second");
        Assert.Single(runtime.Loads);
        Assert.Equal(((299 + 4999) % 3, 0), (output[299, 4999], output[0, 0]));
    }

    private double[,] Classify(byte[] network) => _job.Classify(
        TiffFile.Byte(30, 20, 1, (_, row, column) => (byte)((row + column) % 3)), TestPackages.Definition(TestPackages.NumberedClasses(3)), network);

    /// <summary>ONNX Runtime, and what it was asked to load.</summary>
    private sealed class CountingRuntime : INetworkRuntime
    {
        private readonly OnnxNetworkRuntime _onnx = new(new OnnxRuntimeOptions { IntraOpThreads = 1 });

        public List<NetworkLoad> Loads { get; } = [];

        public string Name => _onnx.Name;

        public string Version => _onnx.Version;

        public bool HasGraphs => _onnx.HasGraphs;

        public bool CanLoad(string networkFile) => _onnx.CanLoad(networkFile);

        public INetworkSession Load(NetworkLoad load, ICollection<string> warnings)
        {
            Loads.Add(load);
            return _onnx.Load(load, warnings);
        }
    }
}
