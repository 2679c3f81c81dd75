using System.Collections;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Ranges;

// One handle of GDAL's on a file that is read by ranges. One thread at a time, as GDAL uses it.
internal sealed class OpenRangedFile : IDisposable
{
    // who asks is told that a block is there, and looks again; where the folder was made anew meanwhile it is opened anew
    private const int Looks = 3;
    private readonly string _path;
    private readonly string _folder;
    private readonly IRangeSource _source;
    private readonly byte[] _buffer = new byte[BlockFile.BlockBytes];
    private readonly BitArray _checked;
    private BlockFile _file;

    private OpenRangedFile(string path, string folder, BlockFile file, IRangeSource source)
    {
        (_path, _folder, _file, _source) = (path, folder, file, source);
        _checked = new BitArray(checked((int)file.BlockCount));
    }

    public long Position { get; private set; }

    public bool IsAtEnd { get; private set; }

    // Throws IOException, or a JsonException, where the service has not laid it out.
    public static OpenRangedFile Open(string path, string descriptionFile, IRangeSource source)
    {
        var (description, folder) = Describe(descriptionFile);
        return new OpenRangedFile(path, folder, BlockFile.Open(folder, description.Length), source);
    }

    // The sparse file: it has the length that the whole one has.
    public static string DataPathOf(string descriptionFile) => BlockFile.DataPath(Describe(descriptionFile).Folder);

    // As fseek: false for a place that is none.
    public bool Seek(long offset, int origin)
    {
        const int FromCurrent = 1;
        const int FromEnd = 2;
        var target = unchecked(origin switch { FromCurrent => Position + offset, FromEnd => _file.Length + offset, _ => offset });
        if (target < 0)
        {
            return false;
        }

        (Position, IsAtEnd) = (target, false);
        return true;
    }

    // Reads from the position on; less than was asked for at the end alone.
    public int Read(Span<byte> bytes)
    {
        var read = Read(Position, bytes);
        Position += read;
        IsAtEnd |= read < bytes.Length;
        return read;
    }

    // Reads some places at once, with one question for all that is missing.
    public void Fetch(IEnumerable<(long Offset, long Count)> places) => Fetch(BlocksOf(places));

    // The same without waiting.
    public void Announce(IEnumerable<(long Offset, long Count)> places)
    {
        var wanted = BlocksOf(places);
        wanted.RemoveWhere(IsThere);
        if (wanted.Count > 0)
        {
            _source.Announce(_path, BlockRange.Of(wanted));
        }
    }

    private SortedSet<long> BlocksOf(IEnumerable<(long Offset, long Count)> places)
    {
        var wanted = new SortedSet<long>();
        foreach (var (offset, count) in places.Where(place => place.Count > 0 && place.Offset >= 0 && place.Offset < _file.Length))
        {
            var range = _file.BlocksOf(offset, Math.Min(count, _file.Length - offset));
            for (var block = range.First; block < range.End; block++)
            {
                wanted.Add(block);
            }
        }

        return wanted;
    }

    public int Read(long offset, Span<byte> bytes)
    {
        if (bytes.IsEmpty || offset >= _file.Length)
        {
            return 0;
        }

        Fetch([(offset, bytes.Length)]);
        return _file.Read(offset, bytes);
    }

    public void Dispose() => _file.Dispose();

    private static (RangedFile Description, string Folder) Describe(string descriptionFile)
    {
        var description = PlanJson.Read<RangedFile>(File.ReadAllText(descriptionFile));
        return (description, description.FolderFrom(descriptionFile));
    }

    private void Fetch(SortedSet<long> wanted)
    {
        for (var look = 1; ; look++)
        {
            wanted.RemoveWhere(IsThere);
            if (wanted.Count == 0)
            {
                return;
            }

            if (look == Looks)
            {
                throw new RasterAccessException($"A block of '{Path.GetFileName(_path)}' was fetched and is not in the data folder.", isTransient: true);
            }

            _source.Fetch(_path, BlockRange.Of(wanted));
            if (!wanted.All(IsThere))
            {
                var anew = BlockFile.Open(_folder, _file.Length);
                _file.Dispose();
                _file = anew;
                _checked.SetAll(false);
            }
        }
    }

    // Looked at once: from then on it stays as it is.
    private bool IsThere(long block) => _checked[(int)block] || (_checked[(int)block] = _file.TryRead(block, _buffer));
}
