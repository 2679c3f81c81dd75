using System.Buffers.Binary;
using System.Collections;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Storage;

/// <summary>
/// The rasters of a mosaic, and where each of them lies, in a file beside its virtual raster: so a job names the mosaic alone, and of ten thousand rasters only those become objects that it reads.
/// </summary>
/// <remarks>Immutable. Paths stand in it as in the database (<see cref="DataLayout.ToStored"/>), so that the data folder may be moved.</remarks>
public sealed class MosaicIndex : IReadOnlyList<MosaicMember>
{
    // mark, bytes of the file, rasters, bytes of the mosaic's description
    private const int HeadBytes = 24;
    private const int ExtentBytes = 4 * sizeof(double);
    private static readonly byte[] Mark = "RAMOSA01"u8.ToArray();
    private readonly byte[] _file;
    private readonly DataLayout _layout;
    private readonly int _extents;

    private MosaicIndex(byte[] file, DataLayout layout)
    {
        (_file, _layout) = (file, layout);
        Count = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(16));
        var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(20));
        _extents = HeadBytes + length;
        Raster = JsonSerializer.Deserialize<RasterInfo>(file.AsSpan(HeadBytes, length), PlanJson.Options) ?? throw new JsonException("A raster is expected, not null.");
        var extents = new Extent[Count];
        var numbers = MemoryMarshal.Cast<byte, double>(file.AsSpan(_extents, Count * ExtentBytes).ToArray());
        for (var number = 0; number < Count; number++)
        {
            var own = numbers.Slice(number * 4, 4);
            extents[number] = new Extent(own[0], own[1], own[2], own[3]);
        }

        Extents = extents;
    }

    /// <summary>The rasters as one.</summary>
    public RasterInfo Raster { get; }

    /// <summary>Where each of them lies, in the mosaic's coordinate system.</summary>
    public IReadOnlyList<Extent> Extents { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public MosaicMember this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var (begin, end) = (PlaceOf(index), PlaceOf(index + 1));
            var name = BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(begin + 1));
            var texts = _file.AsSpan(begin + 1 + sizeof(int), end - begin - 1 - sizeof(int));
            return new MosaicMember(Encoding.UTF8.GetString(texts[..name]), _layout.FromStored(Encoding.UTF8.GetString(texts[name..])), _file[begin] != 0);
        }
    }

    /// <summary>Whether there is one that can be read.</summary>
    /// <param name="virtualRaster">Full path of the mosaic's virtual raster.</param>
    public static bool IsThere(string virtualRaster)
    {
        try
        {
            using var file = File.OpenRead(PathOf(virtualRaster));
            var head = new byte[HeadBytes];
            return file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) == HeadBytes && IsWhole(head, file.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads it; null where there is none that can be read.</summary>
    /// <param name="virtualRaster">Full path of the mosaic's virtual raster.</param>
    public static MosaicIndex? TryRead(string virtualRaster)
    {
        try
        {
            return File.Exists(PathOf(virtualRaster)) && File.ReadAllBytes(PathOf(virtualRaster)) is var file && IsWhole(file, file.Length)
                ? new MosaicIndex(file, LayoutOf(virtualRaster)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            // it only saves time
            return null;
        }
    }

    /// <summary>Writes it; it is there complete or not at all.</summary>
    /// <param name="virtualRaster">Full path of the mosaic's virtual raster.</param>
    /// <param name="raster">The rasters as one.</param>
    /// <param name="members">The rasters, the uppermost first.</param>
    /// <param name="extents">Where each of them lies, in the mosaic's coordinate system.</param>
    /// <exception cref="IOException">There is no room for it.</exception>
    public static void Write(string virtualRaster, RasterInfo raster, IReadOnlyList<MosaicMember> members, IReadOnlyList<Extent> extents)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(extents);
        var layout = LayoutOf(virtualRaster);
        using var texts = new MemoryStream();
        using var places = new MemoryStream();
        using (BinaryWriter text = new(texts, Encoding.UTF8, leaveOpen: true), place = new(places, Encoding.UTF8, leaveOpen: true))
        {
            foreach (var member in members)
            {
                place.Write((int)texts.Position);
                var name = Encoding.UTF8.GetBytes(member.Name);
                text.Write(member.IsTrusted);
                text.Write(name.Length);
                text.Write(name);
                text.Write(Encoding.UTF8.GetBytes(layout.ToStored(member.Path)));
                text.Flush();
            }

            place.Write((int)texts.Position);
        }

        var description = JsonSerializer.SerializeToUtf8Bytes(raster, PlanJson.Options);
        using var file = new MemoryStream();
        using (var writer = new BinaryWriter(file))
        {
            writer.Write(Mark);
            writer.Write(HeadBytes + description.Length + (extents.Count * (long)ExtentBytes) + places.Length + texts.Length);
            writer.Write(members.Count);
            writer.Write(description.Length);
            writer.Write(description);
            foreach (var extent in extents)
            {
                writer.Write(extent.XMin);
                writer.Write(extent.YMin);
                writer.Write(extent.XMax);
                writer.Write(extent.YMax);
            }

            writer.Write(places.ToArray());
            writer.Write(texts.ToArray());
        }

        WholeFile.Write(PathOf(virtualRaster), file.ToArray());
    }

    /// <inheritdoc/>
    public IEnumerator<MosaicMember> GetEnumerator()
    {
        for (var number = 0; number < Count; number++)
        {
            yield return this[number];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool IsWhole(ReadOnlySpan<byte> head, long length) =>
        head.Length >= HeadBytes && head.StartsWith(Mark) && BinaryPrimitives.ReadInt64LittleEndian(head[8..]) == length;

    private static string PathOf(string virtualRaster) => Path.ChangeExtension(virtualRaster, ".index");

    // items lie in a folder of the data folder, each in one of its own
    private static DataLayout LayoutOf(string virtualRaster)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(virtualRaster))!;
        return new DataLayout(Path.GetDirectoryName(Path.GetDirectoryName(folder)) ?? folder);
    }

    private int PlaceOf(int number) =>
        _extents + (Count * ExtentBytes) + ((Count + 1) * sizeof(int))
        + BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(_extents + (Count * ExtentBytes) + (number * sizeof(int))));
}
