using Microsoft.Extensions.Logging.Abstractions;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Tests.Remote;

public sealed class RangeCacheTests : IDisposable
{
    private const int Block = BlockFile.BlockBytes;
    private static readonly Uri Address = new("https://example.com/scene.tif?key=s3cret");
    private readonly DataLayout _layout = new(Directory.CreateTempSubdirectory("rasteranalysis-kept-").FullName);
    private readonly RangeCache _cache;

    public RangeCacheTests() => _cache = new RangeCache(_layout, new RemoteRasterOptions { CacheBytes = 10 * Block }, TimeProvider.System, NullLogger<RangeCache>.Instance);

    public void Dispose() => Directory.Delete(_layout.Root, recursive: true);

    [Fact]
    public void The_newest_version_of_an_address_is_found_again()
    {
        Assert.Null(_cache.FindNewest(Address));
        Keep("\"1\"", 1, hours: 2);
        Keep("\"2\"", 1, hours: 1);

        Assert.Equal(new RemoteVersion(20 * Block, "\"2\"", null), _cache.FindNewest(Address));
        Assert.Null(_cache.FindNewest(new Uri("https://example.com/scene.tif?key=other")));
    }

    [Fact]
    public void Addresses_tags_and_lengths_have_folders_of_their_own_that_do_not_name_them()
    {
        string[] folders =
        [
            _cache.FolderOf(Address, new RemoteVersion(1, "\"1\"", null)), _cache.FolderOf(Address, new RemoteVersion(2, "\"1\"", null)),
            _cache.FolderOf(Address, new RemoteVersion(1, "\"2\"", null)), _cache.FolderOf(new Uri(Address, "?key=other"), new RemoteVersion(1, "\"1\"", null)),
        ];

        Assert.Equal(4, folders.Distinct().Count());
        Assert.DoesNotContain(folders, folder => folder.Contains("s3cret", StringComparison.Ordinal) || folder.Contains("scene", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_used_longest_ago_goes_until_the_rest_is_not_too_much()
    {
        string[] folders = [Keep("\"1\"", 4, hours: 4), Keep("\"2\"", 4, hours: 3), Keep("\"3\"", 4, hours: 2), Keep("\"4\"", 2, hours: 1)];

        _cache.Trim();

        Assert.Equal([false, true, true, true], folders.Select(Directory.Exists));
    }

    [Fact]
    public void What_an_unfinished_job_reads_stays()
    {
        string[] folders = [Keep("\"1\"", 8, hours: 3), Keep("\"2\"", 8, hours: 2), Keep("\"3\"", 8, hours: 1)];
        var description = Path.Combine(Directory.CreateDirectory(_layout.JobFolder("j1")).FullName, "fetched-raster.json");
        File.WriteAllText(description, PlanJson.Write(new RangedFile(20 * Block, Path.GetRelativePath(_layout.JobFolder("j1"), folders[0]), "1", "\"1\"", null)));

        _cache.Trim();
        Assert.Equal([true, false, false], folders.Select(Directory.Exists));

        File.Delete(description);
        Keep("\"4\"", 4, hours: 0);
        _cache.Trim();
        Assert.False(Directory.Exists(folders[0]));
    }

    private string Keep(string tag, int blocks, int hours)
    {
        var version = new RemoteVersion(20 * Block, tag, null);
        var folder = _cache.FolderOf(Address, version);
        _cache.Note(folder, version);
        File.SetLastWriteTimeUtc(Path.Combine(folder, "version.json"), DateTime.UtcNow.AddHours(-hours));
        using var file = BlockFile.OpenOrCreate(folder, version.Length);
        for (var block = 0; block < blocks; block++)
        {
            file.Write(block, new byte[Block]);
        }

        return folder;
    }
}
