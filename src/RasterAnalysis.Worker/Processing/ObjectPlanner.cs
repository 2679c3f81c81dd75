using RasterAnalysis.Inference;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.ClassifyObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Plans a job that classifies objects: opens the raster, the network and the features, applies the rules, and cuts the raster into sections.</summary>
/// <param name="settings">Settings of the network.</param>
/// <param name="runtimes">What may run the network.</param>
/// <param name="networks">Receives the network.</param>
/// <param name="say">Hears what users should know.</param>
/// <param name="onStep">Called now and then, as a sign of life.</param>
/// <param name="pages">Where pages of other servers come from.</param>
internal sealed class ObjectPlanner(
    OnnxRuntimeOptions settings, NetworkRuntimes runtimes, SessionCache networks, Action<JobMessageType, string> say, Action onStep, IPageSource? pages = null)
    : ToolPlanner<ObjectPlan>(settings, networks, say)
{
    // sections are multiples of it
    private const int SectionStep = 256;

    public override ObjectPlan Plan(InstanceRequest.Plan request)
    {
        var warnings = new List<string>();
        var (raster, grid, mosaic) = PlanGrid(request);

        var package = runtimes.Read(request.ModelPath);
        ModelTaskRules.Require(package.Definition, ModelTask.ObjectClassification);
        if (package.Origin == NetworkOrigin.Python)
        {
            throw new ModelPackageException("The package classifies objects by its Python raster function, and only networks do that here; export its network as ONNX and name it as ModelFile of the .emd.");
        }

        warnings.AddRange(package.Warnings);
        var arguments = request.ModelArguments.Values.Or(package.ArgumentDefaults.Values);
        var options = PlanJson.Read<ClassifyObjectsOptions>(request.Options ?? throw new InvalidOperationException("A plan to classify objects has options."));
        var session = runtimes.For(package.NetworkPath).Load(new NetworkLoad(package.NetworkPath, request.Context.ProcessorType) { Threads = Threads }, warnings);
        try
        {
            var definition = package.Definition;
            var network = ObjectClassifierProfiler.Profile(session, package.Network, definition, arguments.TileSize, warnings);
            var bands = BandSelection.Select(definition, raster, network.Bands, arguments.BandMapping, warnings);
            InputNotes.Add(raster, bands, arguments, warnings);
            var chips = ChipRules.Of(definition, network, arguments, warnings);
            var batch = ObjectClassifierArguments.BatchOf(definition, network, arguments);
            var (count, hash) = ObjectTableWriter.Write(ObjectPlan.TablePath(request.PlanPath), options.Features, chips, grid.ProcessingGrid, _ => onStep(), warnings);
            var plan = new ObjectPlan
            {
                Input = new RasterReadSpec(
                    request.RasterPath, request.IsTrusted, [.. bands.Select(band => band.Number)],
                    grid.IsWarped || mosaic is not null ? grid.ProcessingGrid : null, request.Context.ResamplingMethod, InputPlanner.MembersOf(request, mosaic, grid, tiling: null)),
                Grid = grid,
                NetworkPath = package.NetworkPath,
                Network = network,
                OutputNames = [network.OutputName],
                Normalization = NormalizationRules.Choose(definition, bands, raster, network.InputType, arguments, warnings),
                Tiling = new TilingPlan(network.FixedWidth!.Value, network.FixedHeight!.Value, 0, 1, batch),
                Sections = SectionPlanner.Cut(new TilingPlan(SectionStep, SectionStep, 0, 1, batch), grid.OutputGrid.Size, request.Instances),
                Mask = InputPlanner.MaskOf(request, grid.ProcessingGrid, pages),
                ProcessorType = request.Context.ProcessorType,
                Chips = chips,
                ClassField = options.ClassField,
                Classes = definition.Classes,
                Features = count,
                FeaturesHash = hash,
            };
            Report(plan, request, options, warnings);
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

    private void Report(ObjectPlan plan, InstanceRequest.Plan request, ClassifyObjectsOptions options, List<string> warnings)
    {
        warnings.AddRange(request.ModelArguments.Texts.Keys.Where(name => !ModelArguments.IsKnown(name)).Select(name => $"The model argument {name} is not known to classifiers of objects and was left aside."));
        warnings.AddRange(ObjectClassifierArguments.UnusedOf(request.ModelArguments.Texts).Select(name => $"The model argument {name} does nothing for classifiers of objects and was left aside."));
        SayWarnings(warnings);

        var (chips, tiling, size) = (plan.Chips, plan.Tiling, plan.Grid.OutputGrid.Size);
        Say(JobMessageType.Informative, $"{plan.Features} feature{(plan.Features == 1 ? "" : "s")} of {options.Features.Name}.");
        Say(JobMessageType.Informative, plan.Normalization.Description);
        var image = chips.IsFixed ? $"the {chips.Width}×{chips.Height} pixels around its centre" : $"its box{(chips.Padding > 0 ? $" and {chips.Padding} pixels around it" : "")}";
        Say(
            JobMessageType.Informative,
            $"{size} pixels in {plan.Sections.Count} section{(plan.Sections.Count == 1 ? "" : "s")}; of each feature the network sees {image}"
            + $"{(chips.Blackens ? ", 0 outside of the polygon" : "")}, as {tiling.TileWidth}×{tiling.TileHeight} pixels, {tiling.BatchSize} at a time.");
    }
}
