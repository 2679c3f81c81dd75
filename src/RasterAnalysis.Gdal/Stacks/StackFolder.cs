using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.ImageServices;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Stacks;

namespace RasterAnalysis.Gdal.Stacks;

// A stack of files by its description, with its files open to be looked at.
internal sealed class StackFolder : IDisposable
{
    private StackFolder(RasterStack stack, IReadOnlyList<StackedSource> sources) => (Stack, Sources) = (stack, sources);

    public RasterStack Stack { get; }

    public IReadOnlyList<StackedSource> Sources { get; }

    // The file whose cells are the smallest, of those in the first one's coordinate system; the first of several.
    public StackedSource Finest
    {
        get
        {
            var wkt = Sources[0].Dataset.Wkt;
            return Sources.Where(source => SpatialReferences.IsSame(source.Dataset.Wkt, wkt)).MinBy(source => Math.Abs(source.Dataset.Grid.Transform.Determinant))!;
        }
    }

    // Null when the path is another one.
    public static StackFolder? TryOpen(string path)
    {
        PendingStacks.Bring([path]);
        if (RasterStackPath.Read(path) is not ({ Files.Count: > 0 } stack, var description))
        {
            return null;
        }

        var sources = new List<StackedSource>();
        var folder = new StackFolder(stack, sources);
        try
        {
            foreach (var file in stack.Files)
            {
                sources.Add(StackedSource.Open(file, file.PathFrom(description)));
            }

            folder.RequireTogether();
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    // To look at, not to read: the file that gives a stack its grid. Other paths as PageFolder opens them.
    public static GdalDataset OpenHeader(string path, bool isTrusted)
    {
        PendingStacks.Bring([path]);
        if (RasterStackPath.Read(path) is not ({ Files.Count: > 0 } stack, var description))
        {
            return PageFolder.OpenHeader(path, isTrusted);
        }

        using var folder = TryOpen(path)!;
        var file = stack.Files[folder.Sources.ToList().IndexOf(folder.Finest)];
        return StackedSource.Open(file, file.PathFrom(description)).Dataset;
    }

    // The file of a band, and the band's number in it; 1-based both ways.
    public (int File, int Band) Find(int number)
    {
        var left = number;
        for (var file = 0; file < Sources.Count; file++)
        {
            var count = Sources[file].Dataset.BandCount;
            if (left >= 1 && left <= count)
            {
                return (file, left);
            }

            left -= count;
        }

        throw new RasterAccessException($"'{Stack.Name}' has {Sources.Sum(source => source.Dataset.BandCount)} bands; band {number} was asked for.");
    }

    public void Dispose()
    {
        foreach (var source in Sources)
        {
            source.Dispose();
        }
    }

    private void RequireTogether()
    {
        var grid = Finest.Dataset.Grid;
        foreach (var source in Sources.Where(source => !StackGrid.IsSame(source.Dataset.Grid, grid)))
        {
            if (source.Dataset.Wkt is null || grid.Wkt is null || !grid.Transform.IsNorthUp)
            {
                throw new RasterAccessException(
                    $"'{source.Title}' cannot be laid over '{Finest.Title}', the finest file of '{Stack.Name}': where their pixels differ, both need a coordinate system, and the finest must be north-up.");
            }
        }
    }
}
