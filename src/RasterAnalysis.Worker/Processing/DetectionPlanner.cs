using RasterAnalysis.Detection;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Inference;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Plans a job that detects objects: opens the raster and the network, applies the rules, cuts the raster into tiles and sections.</summary>
/// <param name="settings">Settings of the network.</param>
/// <param name="runtimes">What may run the network.</param>
/// <param name="networks">Receives the network.</param>
/// <param name="say">Hears what users should know.</param>
/// <param name="pages">Where pages of other servers come from.</param>
internal sealed class DetectionPlanner(
    OnnxRuntimeOptions settings, NetworkRuntimes runtimes, SessionCache networks, Action<JobMessageType, string> say, IPageSource? pages = null)
    : ToolPlanner<DetectionPlan>(settings, networks, say)
{
    public override DetectionPlan Plan(InstanceRequest.Plan request)
    {
        var warnings = new List<string>();
        var (raster, grid, mosaic) = PlanGrid(request);

        var package = runtimes.Read(request.ModelPath);
        ModelTaskRules.Require(package.Definition, ModelTask.ObjectDetection, ModelTask.InstanceSegmentation);
        if (package.Origin == NetworkOrigin.Python)
        {
            throw new ModelPackageException("The package detects objects by its Python raster function, and only networks do that here; export its network as ONNX and name it as ModelFile of the .emd.");
        }

        warnings.AddRange(package.Warnings);
        var arguments = request.ModelArguments.Values.Or(package.ArgumentDefaults.Values);
        var options = PlanJson.Read<DetectionOptions>(request.Options ?? throw new InvalidOperationException("A plan to detect objects has options."));
        var own = options.Arguments ?? ReadOwn(request.ModelArguments.Texts);
        var runtime = runtimes.For(package.NetworkPath);
        var session = runtime.Load(new NetworkLoad(package.NetworkPath, request.Context.ProcessorType) { Threads = Threads }, warnings);
        try
        {
            var definition = package.Definition;
            var (network, layout) = DetectorProfiler.Profile(session, package.Network, definition, arguments.TileSize, warnings);
            var bands = BandSelection.Select(definition, raster, network.Bands, arguments.BandMapping, warnings);
            InputNotes.Add(raster, bands, arguments, warnings);
            var (tiling, size) = DetectionTiling.Plan(definition, network, layout, arguments, own, warnings);
            var plan = new DetectionPlan
            {
                Input = new RasterReadSpec(
                    request.RasterPath, request.IsTrusted, [.. bands.Select(band => band.Number)],
                    grid.IsWarped || mosaic is not null ? grid.ProcessingGrid : null, request.Context.ResamplingMethod, InputPlanner.MembersOf(request, mosaic, grid, tiling)),
                Grid = grid,
                NetworkPath = package.NetworkPath,
                Network = network,
                OutputNames = layout.OutputNames,
                Normalization = NormalizationRules.Choose(definition, bands, raster, network.InputType, arguments, warnings),
                Tiling = tiling,
                Sections = SectionPlanner.Cut(tiling, grid.OutputGrid.Size, request.Instances),
                Mask = InputPlanner.MaskOf(request, grid.ProcessingGrid, pages),
                ProcessorType = request.Context.ProcessorType,
                Layout = layout,
                Threshold = arguments.Threshold ?? definition.Detector!.Threshold ?? ModelArguments.DefaultThreshold,
                MaxObjectSize = size,
                NmsOverlap = own.NmsOverlap ?? DetectionRules.OverlapOf(definition, layout),
                Options = options with { Arguments = null },
                Seams = SeamReport.OfObjects(tiling, size, arguments.Padding is not null),
                Classes = definition.Classes,
            };
            plan = plan with { Seams = Measured(plan, session) };
            Report(plan, arguments, warnings);
            var signed = PlanIdentity.Sign(plan, request, package);
            GiveBack(signed, session);

            return signed;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private SeamReport Measured(DetectionPlan plan, INetworkSession session)
    {
        MakeRoom();
        using var reader = RasterOpener.Open(plan.Input, pages);
        return ObjectSeamProbe.Measure(plan, reader, session) is var (objects, ofOne)
            ? plan.Seams! with { ProbedObjects = objects, Mismatch = objects == 0 ? null : ofOne / (double)objects } : plan.Seams!;
    }

    // of a request that an earlier version stored
    private static DetectionArguments ReadOwn(IReadOnlyDictionary<string, string> values)
    {
        var errors = new List<RequestError>();
        var own = DetectionArguments.Parse(values, errors);
        return errors.Count == 0 ? own : throw new InvalidRequestException(errors);
    }

    private void Report(DetectionPlan plan, ModelArguments arguments, List<string> warnings)
    {
        warnings.AddRange(arguments.UnknownNames.Where(name => !DetectionArguments.IsKnown(name)).Select(name => $"The model argument {name} is not known to detectors and was left aside."));
        SayWarnings(warnings);

        var (tiling, size) = (plan.Tiling, plan.Grid.OutputGrid.Size);
        Say(JobMessageType.Informative, plan.Layout.Description);
        Say(JobMessageType.Informative, plan.Normalization.Description);
        Say(
            JobMessageType.Informative,
            $"{size} pixels in {plan.Sections.Count} section{(plan.Sections.Count == 1 ? "" : "s")}; tiles of {tiling.TileWidth}×{tiling.TileHeight} pixels go through the network "
            + $"{tiling.BatchSize} at a time.");
        Say(JobMessageType.Informative, $"{plan.Seams}");
        Say(
            JobMessageType.Informative,
            FormattableString.Invariant($"Objects of a score of {plan.Threshold} or more (threshold) are kept, and of those of a class that overlap by more than {plan.NmsOverlap} (nms_overlap) the surest."));
    }
}
