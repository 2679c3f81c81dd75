using RasterAnalysis.Models;
using RasterAnalysis.Models.PythonFunctions;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Worker.RasterFunctions;

/// <summary>How a package's Python raster function is called.</summary>
internal static class FunctionCalls
{
    // for a function that does not say which bands it takes, before there is a raster
    private static readonly int[] UsualBands = [3, 4, 1, 2, 6, 8, 10, 12, 13];

    // ArcGIS has rows of a raster without georeferencing go down, as those of all others
    private static readonly GeoTransform PixelsAlone = new(0, 1, 0, 0, 0, -1);

    // of a satellite's scene
    private const int Side = 10_000;

    /// <summary>For a job.</summary>
    /// <param name="package">The package.</param>
    /// <param name="raster">The input.</param>
    /// <param name="grid">The processing grid.</param>
    /// <param name="wkid">Id of its coordinate system; null when it has none.</param>
    /// <param name="arguments">What the user gave.</param>
    /// <returns>Null where the package runs by a network.</returns>
    public static RasterFunctionCall? Of(ModelPackage package, RasterInfo raster, RasterGrid grid, int? wkid, IReadOnlyDictionary<string, string> arguments) =>
        package.Origin == NetworkOrigin.Python
            ? Of(package, arguments, new FunctionRaster(
                grid.Size.Width, grid.Size.Height, raster.Bands.Count, Widest(raster.Bands), raster.Bands[0].NoData,
                grid.Transform == GeoTransform.Identity ? PixelsAlone : grid.Transform, wkid)) : null;

    /// <summary>For a trial without a raster: on 8-bit pixels, of as many bands as the definition tells, else of numbers that are usual, one after the other.</summary>
    public static IReadOnlyList<RasterFunctionCall> ForTrial(ModelPackage package)
    {
        var listed = package.Definition.ExtractBands;
        int[] counts = listed.Count > 0 ? [Math.Max(listed.Count, listed.Max(band => band.Index ?? -1) + 1)] : UsualBands;
        return [.. counts.Select(bands => Of(package, new Dictionary<string, string>(), new FunctionRaster(Side, Side, bands, PixelType.U8, null, PixelsAlone, null)))];
    }

    private static RasterFunctionCall Of(ModelPackage package, IReadOnlyDictionary<string, string> arguments, FunctionRaster raster)
    {
        string Relative(string path) => Path.GetRelativePath(package.Folder, path).Replace('\\', '/');
        return new RasterFunctionCall(Relative(package.NetworkPath), Relative(package.DefinitionPath), arguments, raster)
        {
            ImageWidth = package.Definition.ImageWidth, ImageHeight = package.Definition.ImageHeight,
        };
    }

    /// <summary>A type that holds the samples of all bands.</summary>
    private static PixelType Widest(IReadOnlyList<BandInfo> bands)
    {
        PixelType[] types = [.. bands.Select(band => band.PixelType).Distinct()];
        if (types.Length == 1)
        {
            return types[0];
        }

        bool Holds(PixelType wide, PixelType one) => wide == one || wide == PixelType.F64
            || (wide == PixelType.F32 ? one.ByteSize() <= 2
                : wide.IntegerRange() is { } range && one.IntegerRange() is { } inner && inner.Min >= range.Min && inner.Max <= range.Max);
        PixelType[] byWidth = [PixelType.U8, PixelType.U16, PixelType.S16, PixelType.U32, PixelType.S32, PixelType.F32];
        return byWidth.Where(wide => types.All(one => Holds(wide, one))).Append(PixelType.F64).First();
    }
}
