using System.Globalization;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Writing;

/// <summary>Makes a virtual raster of a mosaic, for pictures. Jobs read the rasters themselves, pixel by pixel: see <see cref="RasterOpener"/>.</summary>
public static class MosaicFile
{
    /// <summary>
    /// Writes the file; rasters of other coordinate systems get virtual rasters of their own beside it. No file is written where one of them is joined from the variables of a file: nothing that
    /// is written could name it.
    /// </summary>
    /// <param name="path">The <c>.vrt</c>.</param>
    /// <param name="grid">Grid of the mosaic.</param>
    /// <param name="members">Its rasters, the uppermost first.</param>
    /// <exception cref="RasterAccessException">A raster cannot be opened, or the file not be written.</exception>
    public static void Write(string path, RasterGrid grid, IReadOnlyList<MosaicMember> members)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(members);
        var sources = Sources(path, grid, members);
        try
        {
            if (!sources.Exists(source => source.IsJoined))
            {
                using var mosaic = Build(path, grid, sources);
                mosaic.Complete();
            }
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }

    // The same for as long as it is open; virtual rasters of its rasters lie in the folder.
    internal static GdalDataset Open(MemoryFolder folder, RasterGrid grid, IReadOnlyList<MosaicMember> members)
    {
        var sources = Sources(folder.PathOf("mosaic.vrt"), grid, members);
        try
        {
            // without a name it keeps those of its sources that have none
            return Build("", grid, sources);
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }

    // GDAL paints them in order, so the uppermost comes last
    private static List<GdalDataset> Sources(string path, RasterGrid grid, IReadOnlyList<MosaicMember> members)
    {
        var sources = members.Select((member, number) => SourceOf(member, number, path, grid)).ToList();
        sources.Reverse();
        TakeColors(sources);
        for (var i = 1; i < sources.Count; i++)
        {
            sources[i] = WithColors(sources[i], sources[0], i, path);
        }

        return sources;
    }

    // GDAL leaves out what says other colours of its bands than the first; variables say none
    private static void TakeColors(List<GdalDataset> sources)
    {
        if (sources.Find(source => !source.IsJoined) is not { } model)
        {
            return;
        }

        foreach (var source in sources.Where(source => source.IsJoined))
        {
            foreach (var (band, color) in source.Bands.Zip(model.Bands, (band, other) => (band, LibGdal.GDALGetRasterColorInterpretation(other.Handle))))
            {
                _ = LibGdal.GDALSetRasterColorInterpretation(band.Handle, color);
            }
        }
    }

    // A file that says other colours than the first gets a virtual raster that says the same. Alpha and palettes are more than names.
    private static GdalDataset WithColors(GdalDataset source, GdalDataset model, int number, string path)
    {
        string[] own = [.. source.Bands.Select(band => band.ColorInterpretation)], wanted = [.. model.Bands.Select(band => band.ColorInterpretation)];
        if (source.IsJoined || own.SequenceEqual(wanted) || own.Length != wanted.Length || own.Concat(wanted).Any(color => color is "Alpha" or "Palette"))
        {
            return source;
        }

        var target = Path.ChangeExtension(path, string.Create(CultureInfo.InvariantCulture, $".colors-{number}.vrt"));
        using (source)
        {
            using var errors = GdalErrorScope.Enter("Describing", source.Path);
            using var list = StringListHandle.Of(["-of", "VRT", .. wanted.SelectMany((color, i) => new[] { string.Create(CultureInfo.InvariantCulture, $"-colorinterp_{i + 1}"), color })]);
            using var options = errors.Check("GDALTranslateOptionsNew", LibGdal.GDALTranslateOptionsNew(list, 0));
            using var named = new GdalDataset(errors.CheckResult("GDALTranslate", LibGdal.GDALTranslate(target, source.Handle, options, out _)), target);
            named.Complete();
        }

        return GdalDataset.Open(target, isTrusted: true);
    }

    private static unsafe GdalDataset SourceOf(MosaicMember member, int number, string path, RasterGrid grid)
    {
        var source = GdalDataset.Open(member.Path, member.IsTrusted);
        if (source.Grid.Transform.IsNorthUp && SpatialReferences.IsSame(source.Wkt, grid.Wkt))
        {
            return source;
        }

        using (source)
        {
            var target = source.IsJoined ? "" : Path.ChangeExtension(path, string.Create(CultureInfo.InvariantCulture, $".{number}.vrt"));
            using var errors = GdalErrorScope.Enter("Projecting", member.Path);
            using var list = StringListHandle.Of(["-of", "VRT", "-t_srs", grid.Wkt!, "-r", "near"]);
            using var options = errors.Check("GDALWarpAppOptionsNew", LibGdal.GDALWarpAppOptionsNew(list, 0));
            var handle = source.Handle.DangerousGetHandle();
            var projected = new GdalDataset(errors.CheckResult("GDALWarp", LibGdal.GDALWarp(target, 0, 1, &handle, options, out _)), target) { FileDriverName = source.FileDriverName };
            if (source.IsJoined)
            {
                return projected;
            }

            using (projected)
            {
                projected.Complete();
            }

            return GdalDataset.Open(target, isTrusted: true);
        }
    }

    private static unsafe GdalDataset Build(string path, RasterGrid grid, List<GdalDataset> sources)
    {
        var extent = grid.Transform.ExtentOf(grid.Size);
        var (width, height) = grid.Transform.CellSize;
        using var errors = GdalErrorScope.Enter("Writing", path);
        using var list = StringListHandle.Of(
        [
            "-resolution", "user", "-tr", Text(width), Text(height),
            "-te", Text(extent.XMin), Text(extent.YMin), Text(extent.XMax), Text(extent.YMax), "-r", "nearest",
        ]);
        using var options = errors.Check("GDALBuildVRTOptionsNew", LibGdal.GDALBuildVRTOptionsNew(list, 0));
        nint[] handles = [.. sources.Select(source => source.Handle.DangerousGetHandle())];
        fixed (nint* first = handles)
        {
            return new GdalDataset(errors.CheckResult("GDALBuildVRT", LibGdal.GDALBuildVRT(path, handles.Length, first, 0, options, out _)), path);
        }
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
