using System.Globalization;
using System.Security.Cryptography;
using RasterAnalysis.Calibration;
using RasterAnalysis.Inference;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Quantization;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// Quantises the network of a job for its raster, in bytes or in floating-point numbers of 16 bits, and says what that does to labels; where it may not or cannot, the network stays as it is, and a
/// message says so.
/// </summary>
/// <param name="folder">Full path of where quantisations are kept; empty for nowhere.</param>
/// <param name="runtime">What runs the network.</param>
/// <param name="say">Hears what users should know.</param>
/// <param name="beforeRuns">Called before the network is run over tiles.</param>
/// <param name="onRun">Called after runs, as a sign of life.</param>
internal sealed class NetworkQuantizer(string folder, INetworkRuntime runtime, Action<JobMessageType, string> say, Action? beforeRuns, Action? onRun)
{
    private readonly KeptValues<KeptQuantization> _kept = new(folder, IsWhole);

    /// <summary>Whether networks were loaded and run, whose memory the process still holds.</summary>
    public bool HasRun { get; private set; }

    /// <summary>Quantises.</summary>
    /// <param name="plan">The job's plan with the network as it is; its tiles' stride and padding count.</param>
    /// <param name="package">The network's package.</param>
    /// <param name="exact">The network, loaded.</param>
    /// <param name="arguments">The job's arguments.</param>
    /// <param name="key">Tells the network, the raster and how it is fed apart; null where nothing tells.</param>
    /// <param name="open">Opens the raster.</param>
    /// <returns>Null for Float32.</returns>
    /// <exception cref="RasterAccessException">The raster cannot be read.</exception>
    /// <exception cref="InferenceException">The network fails.</exception>
    public NetworkQuantization? TryQuantize(ClassificationPlan plan, ModelPackage package, INetworkSession exact, ModelArguments arguments, string? key, Func<IRasterReader> open)
    {
        var precision = arguments.Precision ?? NetworkPrecision.Float32;
        var isForProcessors = precision == NetworkPrecision.Int8;
        if (package.Network is null || exact.IsOnProcessor != isForProcessors)
        {
            return Refuse(precision, package.Network is null ? "it is no ONNX network" : isForProcessors ? "it runs on a GPU, and int8 is for CPUs" : "it runs on a CPU, and float16 is for GPUs");
        }

        var kept = key is null ? null : _kept.Find([key]);
        if (kept is null)
        {
            beforeRuns?.Invoke();
            HasRun = true;
            if (Make(plan, precision, exact, open, out var reason) is not { } made)
            {
                return Refuse(precision, reason);
            }

            kept = made;
            if (key is not null)
            {
                _kept.Keep([key], made);
            }
        }

        var (report, tolerance) = (kept.Report, (isForProcessors ? arguments.Int8Tolerance : arguments.Float16Tolerance) ?? ModelArguments.DefaultTolerance);
        var undecided = report.Undecided is { } count && report.Differing > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; {100.0 * count / report.Differing:0} % of those lay where Float32's two best classes are within 0.1 of each other in probability") : "";
        var found = string.Create(CultureInfo.InvariantCulture, $"{report.PerCent:0.00} % of {report.Pixels:N0} labels of a sample over the whole raster differ from Float32's{undecided}");
        if (report.PerCent > tolerance)
        {
            say(JobMessageType.Warning, string.Create(CultureInfo.InvariantCulture, $"The network computes in Float32, not in {Name(precision)} as asked: {found}, more than the {tolerance:0.##} % of {Name(precision)}_tolerance."));
            return null;
        }

        say(JobMessageType.Informative, kept.Quantization switch
        {
            HalfQuantization { ShareOfWork: var (halved, all) } => $"The network computes in float16 ({halved} of {all} convolutions and products of matrices): {found}.",
            ByteQuantization { WeightLimit: var limit, PairLimit: var pair } =>
                $"The network computes in int8 (weights of ±{limit}{(pair is null ? "" : $", two side by side of ±{pair} together, since this processor has no VNNI")}), in scales that fit this raster: {found}.",
            _ => $"The network computes in {Name(precision)}: {found}.",
        });
        return kept.Quantization;
    }

    private static bool IsWhole(KeptQuantization kept) => kept.Report is not null && kept.Quantization switch
    {
        ByteQuantization { Tensors: { Count: > 0 } tensors } => tensors.Values.All(tensor => tensor.Scale > 0 && float.IsFinite(tensor.Scale)),
        HalfQuantization { Tensors.Count: > 0, ShareOfWork.Halved: > 0 } => true,
        _ => false,
    };

    /// <summary>As jobs give it.</summary>
    private static string Name(NetworkPrecision precision) => precision.ToString().ToLowerInvariant();

    private KeptQuantization? Make(ClassificationPlan plan, NetworkPrecision precision, INetworkSession exact, Func<IRasterReader> open, out string reason)
    {
        QuantizationDraft? draft;
        try
        {
            draft = QuantizationPlanner.TryDraft(plan.NetworkPath, plan.Network, precision, out reason);
        }
        catch (OnnxFormatException exception)
        {
            (draft, reason) = (null, exception.Message);
        }

        if (draft is null)
        {
            return null;
        }

        using var reader = open();
        var load = new NetworkLoad(plan.NetworkPath, plan.ProcessorType) { IsTrial = true };
        NetworkQuantization? quantization;
        using (var observed = runtime.Load(load with { Observed = Calibrator.Observed(plan, draft) }, []))
        {
            quantization = Calibrator.Measure(plan, draft, reader, observed, ByteArithmetic.PairLimit, onRun);
        }

        if (quantization is null)
        {
            reason = "the raster has no tile with pixels to fit its scales to, or the network makes numbers that are not finite of them";
            return null;
        }

        var (file, folder, kept) = (File.ReadAllBytes(plan.NetworkPath), Path.GetDirectoryName(plan.NetworkPath)!, new[] { plan.Network.OutputName });
        if (quantization is HalfQuantization halves)
        {
            quantization = halves = halves.Shared(file, folder, kept);
            if (halves.ShareOfWork.Halved == 0)
            {
                reason = "its numbers on this raster are too large or too small for 16 bits";
                return null;
            }
        }

        quantization = quantization with { Hash = Convert.ToHexStringLower(SHA256.HashData(quantization.Write(file, folder, kept))) };
        try
        {
            using var quantized = runtime.Load(load with { Quantization = quantization, Logits = plan.Network.Logits }, []);
            return new KeptQuantization(quantization, PrecisionProbe.Measure(plan, reader, exact, quantized, onRun));
        }
        catch (ModelPackageException exception)
        {
            reason = $"it cannot be loaded once it is quantised: {exception.Message}";
            return null;
        }
    }

    private NetworkQuantization? Refuse(NetworkPrecision precision, string reason)
    {
        say(JobMessageType.Warning, $"The network computes in Float32, not in {Name(precision)} as asked: {reason}.");
        return null;
    }
}
