using System.Globalization;
using System.Text.RegularExpressions;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Processing;
using RasterAnalysis.Quantization;
using RasterAnalysis.Requests;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Worker.Processing;

namespace RasterAnalysis.Worker.Tests;

/// <summary>A job in float16 where its network runs on a GPU, which the CPU stands in for: it is written anew, tried and told of as one in int8 is.</summary>
public sealed class Float16Tests : IDisposable
{
    private const int Side = 300;
    private static readonly AnalysisContext Gpu = new() { ProcessorType = ProcessorType.Gpu };
    private readonly StandInGpu _gpu = new();
    private readonly LocalJob _job;

    public Float16Tests() => _job = new LocalJob(_gpu);

    // hills with some noise, so that classes have borders
    private static byte[] Raster => TiffFile.Byte(Side, Side, 2, (band, row, column) =>
        (byte)(100 + (60 * Math.Sin((row + (30 * band)) / 20.0) * Math.Cos(column / 25.0)) + (((row * 7919) ^ (column * 104729) ^ (band * 31)) % 9)));

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Labels_differ_as_the_job_says()
    {
        var exact = Classify();
        var halves = Classify(("precision", "float16"), ("float16_tolerance", "5"));

        var message = Assert.Single(_job.Messages, message => message.Text.StartsWith("The network computes", StringComparison.Ordinal));
        Assert.True(message.Type == JobMessageType.Informative, message.Text);
        var found = Regex.Match(message.Text, @"^The network computes in float16 \((\d+) of (\d+) convolutions and products of matrices\): ([\d.]+) % of ([\d,]+) labels of a sample over the whole raster differ");
        Assert.True(found.Success, message.Text);
        Assert.Equal(int.Parse(found.Groups[2].Value, CultureInfo.InvariantCulture) - 1, int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture));

        var real = 100.0 * Differing(exact, halves) / (Side * Side);
        Assert.InRange(real, 0.0001, 5);

        // the raster is so small that the sample is all of it, and no pixel is counted twice
        Assert.Equal(Side * Side, int.Parse(found.Groups[4].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        Assert.Equal(real, double.Parse(found.Groups[3].Value, CultureInfo.InvariantCulture), 0.1);
        var plan = Assert.IsType<HalfQuantization>(_job.Plan!.Quantization);
        Assert.Equal(NetworkPrecision.Float16, plan.Precision);
        Assert.Contains(_gpu.Loads, load => !load.IsTrial && load.Quantization?.Hash == plan.Hash);
    }

    [Fact]
    public void More_labels_than_are_tolerated_leave_the_network_in_Float32()
    {
        var exact = Classify();
        var other = Classify(("precision", "float16"), ("float16_tolerance", "0"));

        Assert.Null(_job.Plan!.Quantization);
        var message = Assert.Single(_job.Messages, message => message.Text.StartsWith("The network computes in Float32, not in float16 as asked:", StringComparison.Ordinal));
        Assert.Equal(JobMessageType.Warning, message.Type);
        Assert.Contains("more than the 0 % of float16_tolerance", message.Text, StringComparison.Ordinal);
        Assert.Equal(exact, other);
    }

    [Theory]
    [InlineData(ProcessorType.Cpu, "float16", "it runs on a CPU, and float16 is for GPUs")]
    [InlineData(ProcessorType.Gpu, "int8", "it runs on a GPU, and int8 is for CPUs")]
    public void A_network_on_the_other_kind_of_processor_stays_in_Float32_and_the_job_says_why(ProcessorType processor, string precision, string reason)
    {
        var exact = Classify();
        var other = Classify(Network, new AnalysisContext { ProcessorType = processor }, ("precision", precision));

        Assert.Null(_job.Plan!.Quantization);
        Assert.Contains((JobMessageType.Warning, $"The network computes in Float32, not in {precision} as asked: {reason}."), _job.Messages);
        Assert.Equal(exact, other);
    }

    [Fact]
    public void A_network_without_anything_to_halve_stays_in_Float32_and_the_job_says_why()
    {
        Classify(TinyNetworks.CopyBand(3), Gpu, ("precision", "float16"));

        Assert.Null(_job.Plan!.Quantization);
        Assert.Contains(_job.Messages, message => message.Type == JobMessageType.Warning && message.Text.Contains("before its last", StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_beyond_16_bits_leave_it_in_Float32()
    {
        var net = new LayeredNetwork(2, 3, isPositive: true);
        net.Builder.Constant("many", [], 100_000f);
        var far = net.Apply("Mul", net.Conv(net.Apply("Mul", "input", "many"), 2, 4, 3), "many");

        Classify(net.Build(net.Conv(far, 4, 3, 1), 3), Gpu, ("precision", "float16"));

        Assert.Contains(_job.Messages, message => message.Type == JobMessageType.Warning && message.Text.Contains("too large or too small for 16 bits", StringComparison.Ordinal));
    }

    [Fact]
    public void Nodes_that_may_make_NaN_are_watched_in_the_network_that_is_written()
    {
        var net = new LayeredNetwork(2, 3, isPositive: false);
        var first = net.Apply("Relu", net.Conv("input", 2, 4, 3));
        var quotient = net.Apply("Div", net.Conv(first, 4, 4, 3), net.Conv(first, 4, 4, 1));

        Classify(net.Build(net.Conv(net.Apply("Relu", quotient), 4, 3, 1), 3), Gpu, ("precision", "float16"), ("float16_tolerance", "100"));

        Assert.Equal((3, 4), Assert.IsType<HalfQuantization>(_job.Plan!.Quantization).ShareOfWork);
        Assert.StartsWith("Div", Assert.Single(_job.Plan.Watch!.Nodes).Node, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_found_is_kept_for_the_next_job_and_apart_from_int8()
    {
        using var folder = new KeptFolder();
        Plan(folder, "float16", ProcessorType.Gpu, out var first);
        var loads = _gpu.Loads.Count;
        Plan(folder, "float16", ProcessorType.Gpu, out var again);
        var kept = _gpu.Loads.Count - loads;

        // nothing is looked at, and nothing tried
        Assert.DoesNotContain(_gpu.Loads.Skip(loads), load => load.Observed.Count > 0);
        Assert.True(kept < loads, $"{kept} and {loads}");
        Assert.Equal(first, again);
        Plan(folder, "int8", ProcessorType.Cpu, out var bytes);
        Assert.Contains("computes in int8", bytes, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(folder.Kept).Length);
    }

    private static byte[] Network => LayeredNetwork.UNet(2, 3, levels: 2, width: 8, "batch");

    private double[,] Classify(params (string Name, string Value)[] arguments) => Classify(Network, Gpu, arguments);

    private double[,] Classify(byte[] network, AnalysisContext context, params (string Name, string Value)[] arguments) => _job.Classify(
        Raster, TestPackages.Definition(TestPackages.NumberedClasses(3)), network, new(arguments.ToDictionary(argument => argument.Name, argument => argument.Value)) { ["data_range"] = "-1,1" }, context);

    private void Plan(KeptFolder folder, string precision, ProcessorType processor, out string message)
    {
        folder.Write("raster.tif", Raster);
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(3));
        folder.Write((string)definition["ModelFile"]!, Network);
        File.WriteAllText(folder.PathOf("model.emd"), definition.ToJsonString());
        using var handler = LocalJob.Handler(new OnnxRuntimeOptions { IntraOpThreads = 1, Quantizations = folder.Kept }, [], _gpu);
        var messages = new List<string>();
        handler.Handle(
            new InstanceRequest.Plan(
                ClassifyPixelsTool.TaskName, folder.PathOf("plan.json"), folder.PathOf("raster.tif"), false, folder.PathOf(""),
                GivenArguments.Read(new Dictionary<string, string> { ["precision"] = precision, [$"{precision}_tolerance"] = "100" }, []), new AnalysisContext { ProcessorType = processor }, null, null, null),
            _ => { }, (_, text) => messages.Add(text));
        message = Assert.Single(messages, text => text.StartsWith("The network computes in", StringComparison.Ordinal));
    }

    private static int Differing(double[,] one, double[,] other) => one.Cast<double>().Zip(other.Cast<double>(), (a, b) => a == b ? 0 : 1).Sum();

    private sealed class KeptFolder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("rasteranalysis-half-").FullName;

        public string Kept => PathOf("kept");

        public string PathOf(string name) => Path.Combine(_path, name);

        public void Write(string name, byte[] content) => File.WriteAllBytes(PathOf(name), content);

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
