using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Worker.RasterFunctions;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Classifies one tile as a job would, and draws it in the classes' colours.</summary>
/// <param name="runtimes">What may run the network.</param>
/// <param name="memory">Bytes that the intermediate results of one run may take.</param>
internal sealed class ModelPreviewer(NetworkRuntimes runtimes, long memory)
{
    /// <summary>Bytes that a run's intermediate results may take at the most: instances that make pictures are small.</summary>
    public const long MostMemory = 256L << 20;

    public RenderedImage Draw(InstanceRequest.PreviewModel request)
    {
        var (source, asked) = (request.Source, request.Request);
        var mosaic = source.Members is { } members ? Mosaic.Open(source.Path, members) : null;
        var raster = mosaic?.Info ?? RasterDescriber.Describe(source.Path, source.IsTrusted);
        var package = runtimes.Read(asked.ModelPath);
        var arguments = FunctionArguments.OfService(package, asked.ModelArguments.Values);
        var whole = GridPlanner.Plan(raster, source.Path, source.IsTrusted, new GridRequest(asked.Extent, asked.ExtentSpatialReference));
        var call = FunctionCalls.Of(package, raster, whole.ProcessingGrid, raster.Wkid, FunctionArguments.OfFunction(package, asked.ModelArguments.Texts));
        using var loaded = ProfiledNetwork.Load(package, ProcessorType.Cpu, runtimes, warnings: [], call);
        var (definition, network) = (loaded.Definition, loaded.Profile);
        var bands = BandSelection.Select(definition, raster, network.Bands, arguments.BandMapping, []);
        var normalization = NormalizationRules.Choose(definition, bands, raster, network.InputType, arguments, []);
        var channels = ChannelMapRules.Make(definition, network, arguments.PredictBackground, []);
        var grid = whole with { OutputWindow = Middle(definition, network, arguments, whole.OutputWindow) };
        var size = new RasterSize(grid.OutputWindow.Width, grid.OutputWindow.Height);
        var tiling = TilePlanner.Plan(definition, network, arguments, size, memory, []);
        var plan = new ClassificationPlan
        {
            Input = new RasterReadSpec(
                source.Path, source.IsTrusted, [.. bands.Select(band => band.Number)],
                grid.IsWarped || mosaic is not null ? grid.ProcessingGrid : null,
                Members: mosaic?.TryTake(grid, tiling) ?? source.Members),
            Grid = grid,
            NetworkPath = package.NetworkPath,
            Network = network,
            Normalization = normalization,
            Tiling = tiling,
            Channels = channels,
            Threshold = arguments.Threshold ?? definition.Threshold ?? ModelArguments.DefaultThreshold,
            Augmentation = AugmentationRules.Choose(definition, network, tiling, arguments, []),
            Output = ClassifiedRasterProfile.For(channels.Classes),
            ProcessorType = ProcessorType.Cpu,
            Sections = [PixelWindow.Whole(size)],
        };
        using var reader = RasterOpener.Open(plan.Input);
        using var classifier = new SectionClassifier(plan, [reader], loaded.Session);
        var section = classifier.Run(plan.Sections[0], progress: null, CancellationToken.None);
        return ClassPicture.Encode(section.Pixels.Span, plan.Output.PixelType, size, channels.Classes);
    }

    /// <summary>What one tile keeps, in the middle of a window.</summary>
    private PixelWindow Middle(ModelDefinition definition, NetworkProfile network, ModelArguments arguments, PixelWindow window)
    {
        var tile = TilePlanner.Plan(definition, network, arguments, new RasterSize(window.Width, window.Height), memory, []);
        var width = Math.Min(window.Width, Math.Min(tile.CoreWidth, ModelPreviewRequest.MostPixels));
        var height = Math.Min(window.Height, Math.Min(tile.CoreHeight, ModelPreviewRequest.MostPixels));
        return new PixelWindow(window.ColumnOffset + ((window.Width - width) / 2), window.RowOffset + ((window.Height - height) / 2), width, height);
    }
}
