using System.Globalization;
using RasterAnalysis.Finiteness;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Inference;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.Narrowing;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Worker.RasterFunctions;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Plans a job: opens the raster and the network, applies the rules, fixes the output's grid and cuts it into sections.</summary>
/// <param name="settings">Settings of the network.</param>
/// <param name="runtimes">What may run the network.</param>
/// <param name="networks">Receives the network, where it is the one that sections will run.</param>
/// <param name="say">Hears what users should know.</param>
/// <param name="pages">Where pages of other servers come from.</param>
/// <param name="onRun">Called after runs of which there may be many, as a sign of life.</param>
internal sealed class JobPlanner(
    OnnxRuntimeOptions settings, NetworkRuntimes runtimes, SessionCache networks, Action<JobMessageType, string> say, IPageSource? pages = null, Action? onRun = null)
    : ToolPlanner<ClassificationPlan>(settings, networks, say)
{
    public override ClassificationPlan Plan(InstanceRequest.Plan request)
    {
        var warnings = new List<string>();
        var (raster, grid, mosaic) = PlanGrid(request);

        var package = runtimes.Read(request.ModelPath);
        warnings.AddRange(package.Warnings);
        var arguments = FunctionArguments.OfService(package, request.ModelArguments.Values);
        SayDefaults(package, request.ModelArguments.Texts);

        var wkid = grid.IsWarped && request.Context.OutputSpatialReference is { } asked ? asked.Wkid : raster.Wkid;
        var call = FunctionCalls.Of(package, raster, grid.ProcessingGrid, wkid, FunctionArguments.OfFunction(package, request.ModelArguments.Texts));
        using var loaded = ProfiledNetwork.Load(package, request.Context.ProcessorType, runtimes, warnings, call, Networks.Profiles);
        var (definition, network, session) = (loaded.Definition, loaded.Profile, loaded.Session);
        FunctionArguments.Report(session, Say, warnings);
        var bands = BandSelection.Select(definition, raster, network.Bands, arguments.BandMapping, warnings);
        SayMapping(arguments, bands);
        InputNotes.Add(raster, bands, arguments, warnings);
        var normalization = NormalizationRules.Choose(definition, bands, raster, network.InputType, arguments, warnings);
        var (measures, channels) = MeasureRules.Choose(definition, network, ChannelMapRules.Make(definition, network, arguments.PredictBackground, warnings), arguments);
        if (ChannelMapRules.Remark(definition, network) is { } remark)
        {
            Say(JobMessageType.Informative, remark);
        }

        var size = new RasterSize(grid.OutputWindow.Width, grid.OutputWindow.Height);
        var runtime = runtimes.For(package.NetworkPath);
        var tiles = new TileChooser(Settings, runtime, Say, MakeRoom, onRun);

        // a quantised network has a speed of its own, and is not there yet
        var precision = arguments.Precision ?? NetworkPrecision.Float32;
        var isQuantized = precision != NetworkPrecision.Float32;
        var tiling = isQuantized
            ? TilePlanner.Plan(package.Definition, network, arguments, size, Settings.MaxRunMemory, []) : tiles.Choose(package, network, session, arguments, size, warnings);
        var plan = new ClassificationPlan
        {
            Input = new RasterReadSpec(
                request.RasterPath, request.IsTrusted, [.. bands.Select(band => band.Number)],
                grid.IsWarped || mosaic is not null ? grid.ProcessingGrid : null, request.Context.ResamplingMethod, request.Members),
            Grid = grid,
            NetworkPath = package.NetworkPath,
            Network = network,
            Normalization = normalization,
            Tiling = tiling,
            Channels = channels,
            Threshold = arguments.Threshold ?? definition.Threshold ?? ModelArguments.DefaultThreshold,
            Mask = InputPlanner.MaskOf(request, grid.ProcessingGrid, pages),
            Output = AugmentationRules.Output(network, channels, arguments),
            Measures = measures,
            ProcessorType = request.Context.ProcessorType,
            Sections = [],
        };
        var quantizer = new NetworkQuantizer(Settings.Quantizations, runtime, Say, MakeRoom, onRun);
        var quantization = isQuantized
            ? quantizer.TryQuantize(
                plan, package, session, arguments, PlanIdentity.QuantizationKey(plan with { Measures = null }, request, package, precision), () => RasterOpener.Open(plan.Input, pages)) : null;
        using var quantized = quantization is null ? null : runtime.Load(
            new NetworkLoad(package.NetworkPath, request.Context.ProcessorType) { IsTrial = true, Quantization = quantization, Logits = network.Logits }, []);
        tiling = isQuantized ? tiles.Choose(package, network, quantized ?? session, arguments, size, warnings, quantization?.Hash) : tiling;
        var narrowing = package.Network is { } graph && session.IsOnProcessor
            ? NarrowingPlanner.TryPlan(package.NetworkPath, graph, network, tiling) : null;
        var watch = package.Network is { } nodes ? WatchPlanner.TryPlan(package.NetworkPath, nodes, network, narrowing, tiling, quantization) : null;
        plan = plan with
        {
            Input = plan.Input with { Members = InputPlanner.MembersOf(request, mosaic, grid, tiling) },
            Network = narrowing is null ? network : network with { Crop = narrowing.Crop },
            Quantization = quantization,
            Narrowing = narrowing,
            Watch = watch,
            Tiling = tiling,
            Augmentation = AugmentationRules.Choose(definition, network, tiling, arguments, warnings),
            Seams = SeamReport.Of(network, tiling, arguments.Padding is not null) with { NonFiniteNodes = [.. (watch?.Nodes ?? []).Select(node => node.Node)] },
            Sections = SectionPlanner.Cut(tiling, size, request.Instances),
        };
        LookAtIntegers(plan, bands, arguments, warnings);
        plan = plan with { Seams = Measured(plan, quantized ?? session) };
        Report(plan, arguments, warnings);
        var signed = PlanIdentity.Sign(plan, request, package);
        if (!tiles.HasMeasured && !quantizer.HasRun)
        {
            Networks.Keep(signed, Threads, loaded);
        }

        // behind the signature: sections of jobs that differ in this alone are the same
        return signed with { Smoothing = arguments.Smoothing.IsNone ? null : arguments.Smoothing };
    }

    private void LookAtIntegers(ClassificationPlan plan, IReadOnlyList<BandInfo> bands, ModelArguments arguments, List<string> warnings)
    {
        if (IntegerInput.TryBegin(plan.Network.InputType, bands, plan.Normalization) is not { } counter)
        {
            return;
        }

        using (var reader = RasterOpener.Open(plan.Input, pages))
        {
            IntegerInputProbe.Count(plan, counter, reader);
        }

        if (counter.Judge(isMapped: arguments.DataRange is { Range: not null }) is { } remark)
        {
            warnings.Add(remark);
        }
    }

    private SeamReport Measured(ClassificationPlan plan, INetworkSession session)
    {
        var seams = plan.Seams!;
        if (seams.IsExact)
        {
            return seams;
        }

        MakeRoom();
        using var reader = RasterOpener.Open(plan.Input, pages);
        return seams with { Mismatch = SeamProbe.Measure(plan, reader, session) };
    }

    private void SayDefaults(ModelPackage package, IReadOnlyDictionary<string, string> given)
    {
        var filled = package.ArgumentDefaults.Texts.Where(pair => !FunctionDefaults.IsGiven(given, pair.Key)).Select(pair => $"{pair.Key} {pair.Value}").ToArray();
        if (filled.Length > 0)
        {
            Say(JobMessageType.Informative, $"Defaults of the package's {package.Function!.File} hold for: {string.Join(", ", filled)}.");
        }
    }

    private void SayMapping(ModelArguments arguments, IReadOnlyList<BandInfo> bands)
    {
        if (arguments.BandMapping is not null)
        {
            Say(JobMessageType.Informative, $"band_mapping: the network's bands are the raster's {string.Join(", ", bands.Select(band => band.Name.Length > 0 ? $"{band.Number} ({band.Name})" : $"{band.Number}"))}.");
        }
    }

    private void Report(ClassificationPlan plan, ModelArguments arguments, List<string> warnings)
    {
        warnings.AddRange(arguments.UnknownNames.Select(name => $"The model argument {name} is not known to the built-in function and was left aside."));
        SayWarnings(warnings);

        static string Looks(ClassificationPlan plan) => plan.Augmentation is { } augmentation ? $", each {augmentation.Turns.Count} times (flipped and turned)" : "";
        var (tiling, size) = (plan.Tiling, plan.Grid.OutputGrid.Size);
        Say(JobMessageType.Informative, plan.Normalization.Description);
        Say(
            JobMessageType.Informative,
            $"The output has {size} pixels in {plan.Sections.Count} section{(plan.Sections.Count == 1 ? "" : "s")}; tiles of {tiling.TileWidth}×{tiling.TileHeight} pixels with {tiling.Padding} "
            + $"pixels of padding go through the network {tiling.BatchSize} at a time{Looks(plan)}.");
        if (plan.Narrowing is { } narrowing)
        {
            Say(JobMessageType.Informative, string.Create(
                CultureInfo.InvariantCulture, $"The network's later layers compute only what the tiles' cores need: {narrowing.WorkLeft:P0} of its arithmetic is left."));
        }

        if (plan.Measures is { } measures)
        {
            Say(JobMessageType.Informative, MeasureRules.Describe(measures));
        }

        Say(plan.Seams!.IsExact ? JobMessageType.Informative : JobMessageType.Warning, plan.Seams.ToString());
    }
}
