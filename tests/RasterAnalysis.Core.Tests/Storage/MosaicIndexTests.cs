using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Core.Tests.Storage;

public sealed class MosaicIndexTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("rasteranalysis-index-").FullName;
    private readonly RasterInfo _raster = new(
        "Mosaic", new RasterGrid(new RasterSize(3000, 20), new GeoTransform(0, 1, 0, 20, 0, -1), "LOCAL_CS[\"é\"]"), true, "é", null, 0, false, false, 0,
        [new BandInfo(1, PixelType.F64, double.NaN, "rot", "Red", 1, 0, 20, 20, null)], null);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_was_written_is_read_and_files_of_the_data_folder_are_found_where_it_was_moved_to()
    {
        var written = Folder("a");
        MosaicMember[] members =
        [
            new("Szene ä", "/scenes/eins #1.tif", true), new("", Path.Combine(written, "raster-0001.tif"), false), new("remote", RangedFilePath.Of(Path.Combine(written, "remote-2.json")), false),
        ];
        Extent[] extents = [new(0, 1, 2, 3), new(-1.5, double.Epsilon, 1e300, 0.1), new(1, 2, 3, 4)];
        MosaicIndex.Write(Path.Combine(written, "mosaic.vrt"), _raster, members, extents);
        Directory.Move(Path.Combine(_root, "a"), Path.Combine(_root, "b"));
        var moved = Path.Combine(_root, "b", "items", "id");

        Assert.True(MosaicIndex.IsThere(Path.Combine(moved, "mosaic.vrt")));
        var index = MosaicIndex.TryRead(Path.Combine(moved, "mosaic.vrt"))!;

        Assert.Equal(extents, index.Extents);
        Assert.Equal((_raster.Grid, "rot", double.NaN), (index.Raster.Grid, index.Raster.Bands[0].Name, index.Raster.Bands[0].NoData));
        Assert.Equal([members[0], members[1] with { Path = Path.Combine(moved, "raster-0001.tif") }, members[2] with { Path = RangedFilePath.Of(Path.Combine(moved, "remote-2.json")) }], index);
        Assert.Equal(members[0], index[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => index[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => index[-1]);
    }

    [Fact]
    public void One_that_is_not_whole_is_none()
    {
        var path = Path.Combine(Folder("a"), "mosaic.vrt");
        Assert.False(MosaicIndex.IsThere(path));
        Assert.Null(MosaicIndex.TryRead(path));
        MosaicIndex.Write(path, _raster, [new MosaicMember("a", "/a.tif", true)], [new Extent(0, 0, 1, 1)]);
        var file = Path.ChangeExtension(path, ".index");
        var whole = File.ReadAllBytes(file);
        foreach (var bytes in new[] { whole[..^1], [.. whole, 0], whole[..10], [], [0, .. whole[1..]] })
        {
            File.WriteAllBytes(file, bytes);

            Assert.False(MosaicIndex.IsThere(path));
            Assert.Null(MosaicIndex.TryRead(path));
        }
    }

    private string Folder(string root) => Directory.CreateDirectory(Path.Combine(_root, root, "items", "id")).FullName;
}
