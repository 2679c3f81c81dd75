using System.Buffers.Binary;
using RasterAnalysis.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Features;

// Polygons as well-known binary (OGC 06-103r4, 8), and out of a GeoPackage's geometries, which have a head before it (OGC 12-128r18, 2.1.3).
internal static class PolygonWkb
{
    private const int Polygon = 3;
    private const int MultiPolygon = 6;
    private const int HeadBytes = 8;
    private static readonly int[] EnvelopeNumbers = [0, 4, 6, 6, 8];

    // A multipolygon, little end first; outer rings anticlockwise and holes clockwise, as the standard would have it.
    public static int Write(PolygonGeometry geometry, ref byte[] buffer)
    {
        var length = 9 + geometry.Parts.Sum(part => 9 + part.Sum(ring => 4 + (8 * ring.Length)));
        if (buffer.Length < length)
        {
            buffer = new byte[Math.Max(length, 2 * buffer.Length)];
        }

        var rest = WriteHead(buffer, MultiPolygon, geometry.Parts.Count);
        foreach (var part in geometry.Parts)
        {
            rest = WriteHead(rest, Polygon, part.Count);
            for (var i = 0; i < part.Count; i++)
            {
                rest = WriteRing(rest, part[i], isAnticlockwise: i == 0);
            }
        }

        return length;
    }

    // The rectangle in the head; null where it has none.
    public static Extent? ExtentOf(ReadOnlySpan<byte> blob) => IsGeometry(blob) && ((blob[3] >> 1) & 7) is >= 1 and <= 4 && blob.Length >= HeadBytes + 32
        ? new Extent(Number(blob, 8), Number(blob, 24), Number(blob, 16), Number(blob, 32))
        : null;

    // Null where there are no polygons.
    public static PolygonGeometry? Read(ReadOnlySpan<byte> blob)
    {
        if (!IsGeometry(blob) || (blob[3] & 0x10) != 0 || ((blob[3] >> 1) & 7) > 4)
        {
            return null;
        }

        var reader = new WkbReader(blob[(HeadBytes + (8 * EnvelopeNumbers[(blob[3] >> 1) & 7]))..]);
        var parts = new List<IReadOnlyList<double[]>>(1);
        switch (reader.ReadHead())
        {
            case Polygon:
                parts.Add(reader.ReadRings());
                break;
            case MultiPolygon:
                for (var left = reader.ReadCount(); left > 0; left--)
                {
                    _ = reader.ReadHead();
                    parts.Add(reader.ReadRings());
                }

                break;
            default:
                return null;
        }

        parts.RemoveAll(part => part.Count == 0);
        return parts.Count == 0 ? null : new PolygonGeometry(parts);
    }

    private static bool IsGeometry(ReadOnlySpan<byte> blob) => blob.Length > HeadBytes && blob[0] == 'G' && blob[1] == 'P';

    private static double Number(ReadOnlySpan<byte> blob, int at) =>
        (blob[3] & 1) != 0 ? BinaryPrimitives.ReadDoubleLittleEndian(blob[at..]) : BinaryPrimitives.ReadDoubleBigEndian(blob[at..]);

    private static Span<byte> WriteHead(Span<byte> to, int type, int count)
    {
        to[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(to[1..], type);
        BinaryPrimitives.WriteInt32LittleEndian(to[5..], count);
        return to[9..];
    }

    private static Span<byte> WriteRing(Span<byte> to, double[] ring, bool isAnticlockwise)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, ring.Length / 2);
        var isTurned = PolygonGeometry.TwiceSignedArea(ring) > 0 != isAnticlockwise;
        for (var i = 0; i < ring.Length; i += 2)
        {
            var from = isTurned ? ring.Length - 2 - i : i;
            BinaryPrimitives.WriteDoubleLittleEndian(to[(4 + (8 * i))..], ring[from]);
            BinaryPrimitives.WriteDoubleLittleEndian(to[(12 + (8 * i))..], ring[from + 1]);
        }

        return to[(4 + (8 * ring.Length))..];
    }
}

// Reads well-known binary from its beginning to its end. Heights and measures are left out.
internal ref struct WkbReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;
    private bool _isLittle;
    private int _axes = 2;

    // The type, without what it says of further axes.
    public int ReadHead()
    {
        _isLittle = Take(1)[0] == 1;
        var type = (uint)ReadCount();
        var (thousands, flags) = ((type & 0xffff) / 1000, type >> 29);
        _axes = 2 + (thousands is 1 or 2 ? 1 : thousands == 3 ? 2 : 0) + ((flags & 4) != 0 ? 1 : 0) + ((flags & 2) != 0 ? 1 : 0);
        return (int)((type & 0xffff) % 1000);
    }

    public int ReadCount()
    {
        var four = Take(4);
        return _isLittle ? BinaryPrimitives.ReadInt32LittleEndian(four) : BinaryPrimitives.ReadInt32BigEndian(four);
    }

    public double[][] ReadRings()
    {
        var count = ReadCount();
        var rings = new List<double[]>(Math.Clamp(count, 0, 16));
        for (; count > 0; count--)
        {
            var points = ReadCount();
            var bytes = Take(checked(points * 8 * _axes));
            var ring = new double[2 * points];
            for (var i = 0; i < points; i++)
            {
                ring[2 * i] = NumberAt(bytes, i * _axes);
                ring[(2 * i) + 1] = NumberAt(bytes, (i * _axes) + 1);
            }

            if (points > 0)
            {
                rings.Add(ring);
            }
        }

        return [.. rings];
    }

    private readonly double NumberAt(ReadOnlySpan<byte> bytes, int number) =>
        _isLittle ? BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * number)..]) : BinaryPrimitives.ReadDoubleBigEndian(bytes[(8 * number)..]);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new RasterAccessException("A geometry of the feature table is cut short.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
