using RasterAnalysis.Gdal.Rendering.Functions;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.Gdal.Rendering;

// Makes a chain of steps out of a raster function, or out of the raster's own way to be shown.
internal static class FunctionCompiler
{
    // Percent that are left out at each end where nothing says how imagery of more than 8 bits is to be shown.
    private const double ClippedPercent = 2;
    private static readonly StretchFunction ByClip = new(StretchType.PercentClip) { MinPercent = ClippedPercent, MaxPercent = ClippedPercent };
    private static readonly StretchFunction ByDeviation = new(StretchType.StandardDeviation);

    // Values: as the function gives them, or stored ones.
    public static FunctionChain Values(OpenedSource source, RasterFunction? function, IReadOnlyList<int>? bands, Distributions distributions)
    {
        var chain = Start(source, bands ?? [.. Enumerable.Range(1, source.Dataset.BandCount)]);
        return (function?.Chain ?? []).Aggregate(chain, (current, next) => Add(source, current, next, distributions));
    }

    // Colours: one plane of grey or three of red, green and blue, with levels from 0 to 255.
    public static FunctionChain Picture(OpenedSource source, RasterFunction? function, IReadOnlyList<int>? bands, Distributions distributions)
    {
        if (function is null)
        {
            return OwnPicture(source, bands, distributions);
        }

        var chain = Values(source, function, bands, distributions);
        if (chain.IsColor)
        {
            return chain;
        }

        // what is left after pixels were taken out has the colours that it had
        if (chain.Bands is [var only] && source.Dataset.Band(only) is { HasColorTable: true } classes && function.Chain.All(step => step is ClipFunction or MaskFunction))
        {
            return chain.Then(ColormapStep.Of(classes)) with { IsColor = true };
        }

        var shown = chain.BandCount >= 3 ? 3 : 1;
        chain = chain.BandCount == shown ? chain : chain.Then(new PickStep([.. Enumerable.Range(0, shown)], chain.Type));
        return chain.Type == PixelType.U8 ? chain : chain.Then(new StretchStep(ByClip, distributions.OfRaster(chain)));
    }

    private static FunctionChain OwnPicture(OpenedSource source, IReadOnlyList<int>? wished, Distributions distributions)
    {
        var dataset = source.Dataset;
        var bands = wished ?? [.. Enumerable.Range(1, Math.Min(3, dataset.BandCount))];
        Reading.Samples.GdalRasterReader.RequireBands(dataset, bands);
        if (dataset.Band(bands[0]) is { HasColorTable: true } classes && (wished is null || bands.Count == 1))
        {
            return Start(source, [bands[0]]).Then(ColormapStep.Of(classes)) with { IsColor = true };
        }

        var chain = Start(source, [.. bands.Take(bands.Count >= 3 ? 3 : 1)]);
        if (chain.Type == PixelType.U8)
        {
            return chain;
        }

        var isKnown = chain.Bands.All(band => dataset.Band(band).StoredStatistics is not null);
        return chain.Then(new StretchStep(isKnown ? ByDeviation : ByClip, distributions.OfRaster(chain)));
    }

    private static FunctionChain Start(OpenedSource source, IReadOnlyList<int> bands)
    {
        Reading.Samples.GdalRasterReader.RequireBands(source.Dataset, bands);
        var types = bands.Select(band => source.Dataset.Band(band).PixelType).Distinct().ToArray();
        var type = types is [var only] ? only : types.All(Interop.PixelTypeMap.FitsFloat) ? PixelType.F32 : PixelType.F64;
        return new FunctionChain(bands, type) { IsOfClasses = bands.Any(band => source.Dataset.Band(band).HasColorTable) };
    }

    private static FunctionChain Add(OpenedSource source, FunctionChain chain, RasterFunction function, Distributions distributions)
    {
        switch (function)
        {
            case ExtractBandFunction extract:
                return Extract(source, chain, extract);
            case RemapFunction remap:
                return chain.Then(new RemapStep(remap, chain.Type, chain.BandCount));
            case MaskFunction mask:
                return chain.Then(new MaskStep(mask, chain.Type, chain.BandCount));
            case ClipFunction clip:
                return chain.Then(new ClipStep(clip, chain.Type, chain.BandCount, source.Dataset.Grid.Wkt));
            case StretchFunction stretch:
                return chain.Then(new StretchStep(stretch, DistributionsOf(chain, stretch, distributions))) with { IsColor = false };
            case ColormapFunction colormap:
                return chain.BandCount == 1
                    ? chain.Then(new ColormapStep(colormap.Entries)) with { IsColor = true }
                    : throw new InvalidRequestException(
                        "renderingRule", $"Colormap takes one band, but gets {chain.BandCount}; choose one with ExtractBand as its Raster, or with bandIds.");
            default:
                return chain;
        }
    }

    private static FunctionChain Extract(OpenedSource source, FunctionChain chain, ExtractBandFunction extract)
    {
        if (extract.Bands.FirstOrDefault(band => band > chain.BandCount) is > 0 and var missing)
        {
            throw new InvalidRequestException("renderingRule", $"ExtractBand wants band {missing}, but there are {chain.BandCount} (in BandIds 0 is the first).");
        }

        return chain.Steps.Count == 0
            ? Start(source, [.. extract.Bands.Select(band => chain.Bands[band - 1])])
            : chain.Then(new PickStep([.. extract.Bands.Select(band => band - 1)], chain.Type)) with { IsColor = false };
    }

    private static IReadOnlyList<BandDistribution> DistributionsOf(FunctionChain chain, StretchFunction stretch, Distributions distributions)
    {
        if (stretch.Type == StretchType.None)
        {
            return [.. Enumerable.Repeat(BandDistribution.Of([]), chain.BandCount)];
        }

        var found = stretch.UsesViewStatistics ? distributions.OfView(chain) : distributions.OfRaster(chain);
        return stretch is { Statistics: { Count: > 0 } given, UsesViewStatistics: false }
            ? [.. found.Select((band, index) => band.With(given[Math.Min(index, given.Count - 1)]))]
            : found;
    }
}
