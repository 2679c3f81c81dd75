using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Measures the seams of a network that is not exact before there is any raster: on an image of noise.</summary>
internal static class NoiseProbe
{
    public static SeamReport Measure(
        SeamReport report, ModelDefinition definition, NetworkProfile network, ChannelMap channels, TilingPlan tiling, INetworkSession session)
    {
        if (report.IsExact)
        {
            return report;
        }

        using var noise = new NoiseRaster(network.Bands, new RasterSize(2 * tiling.TileWidth, 2 * tiling.TileHeight));
        var plan = new ClassificationPlan
        {
            Input = new RasterReadSpec("", false, []),
            Grid = new GridPlan(noise.Grid, PixelWindow.Whole(noise.Grid.Size), IsWarped: false),
            NetworkPath = "",
            Network = network,
            Normalization = Normalize(definition, network),
            Tiling = tiling,
            Channels = channels,
            Threshold = definition.Threshold ?? ModelArguments.DefaultThreshold,
            Output = ClassifiedRasterProfile.For(channels.Classes),
            ProcessorType = ProcessorType.Cpu,
            Sections = [],
        };
        return report with { Mismatch = SeamProbe.Measure(plan, noise, session) };
    }

    /// <summary>As for 8-bit bands in the order in which the network takes them; values as they are where that is not possible.</summary>
    private static Normalization Normalize(ModelDefinition definition, NetworkProfile network)
    {
        BandInfo[] bands = [.. Enumerable.Range(1, network.Bands).Select(n => new BandInfo(n, PixelType.U8, null, "", "Undefined", 1, 0, 1, 1, null))];
        try
        {
            return NormalizationRules.Choose(definition, bands, bands.Length, network.InputType, null, []);
        }
        catch (ModelPackageException)
        {
            return new Normalization("", [.. bands.Select(_ => BandNormalization.None)]);
        }
    }
}
