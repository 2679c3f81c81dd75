using System.Collections.Concurrent;
using RasterAnalysis.Gdal.Ranges;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Tests.Ranges;

// A file of this machine, read as if it lay on another one. The file system belongs to the process, so all tests share one source that asks whose the file is.
internal sealed class LocalRanges : IDisposable
{
    private static readonly ConcurrentDictionary<string, LocalRanges> All = new(StringComparer.Ordinal);
    private readonly TempFolder _folder = new();
    private readonly string _file;
    private readonly string _blocks;
    private readonly long _length;
    private readonly ConcurrentQueue<IReadOnlyList<BlockRange>> _asked = [];
    private readonly ConcurrentQueue<IReadOnlyList<BlockRange>> _announced = [];

    static LocalRanges() => RangeFileSystem.Use(new Dispatcher());

    public LocalRanges(string file)
    {
        _file = file;
        _blocks = _folder.File("blocks");
        _length = new FileInfo(file).Length;
        var description = _folder.File("fetched-raster.json");
        Path = RangedFilePath.Of(description);
        File.WriteAllText(description, PlanJson.Write(new RangedFile(_length, "blocks", "identity", "\"1\"", null)));
        BlockFile.OpenOrCreate(_blocks, _length).Dispose();
        All[Path] = this;
    }

    // For GDAL.
    public string Path { get; }

    // Decides whether a block can be had; throws where it cannot.
    public Action<long> Check { get; set; } = _ => { };

    // Each question, with all that was asked at once.
    public IReadOnlyList<IReadOnlyList<BlockRange>> Asked => [.. _asked];

    // What was only said to be needed.
    public IReadOnlyList<IReadOnlyList<BlockRange>> Announced => [.. _announced];

    public long Bytes => Asked.SelectMany(ranges => ranges).Sum(range => range.Count) * BlockFile.BlockBytes;

    public string Folder => _blocks;

    public void Dispose()
    {
        All.TryRemove(Path, out _);
        _folder.Dispose();
    }

    private void Fetch(IReadOnlyList<BlockRange> ranges)
    {
        _asked.Enqueue(ranges);
        using var file = BlockFile.OpenOrCreate(_blocks, _length);
        using var source = File.OpenHandle(_file);
        foreach (var range in ranges)
        {
            for (var block = range.First; block < range.End; block++)
            {
                Check(block);
                var bytes = new byte[file.BytesOf(block)];
                RandomAccess.Read(source, bytes, block * BlockFile.BlockBytes);
                file.Write(block, bytes);
            }
        }
    }

    private sealed class Dispatcher : IRangeSource
    {
        public void Fetch(string path, IReadOnlyList<BlockRange> ranges) => All[path].Fetch(ranges);

        public void Announce(string path, IReadOnlyList<BlockRange> ranges) => All[path]._announced.Enqueue(ranges);

        public void Bring(IReadOnlyList<string> stacks) => throw new NotSupportedException();
    }
}
