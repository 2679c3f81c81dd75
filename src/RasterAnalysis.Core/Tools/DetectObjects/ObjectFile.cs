using System.Text;
using RasterAnalysis.Detection;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>
/// The objects of a section in a file of its own, in pixels of the processing grid: a mark, their number, the uppermost row that one reaches, and each with its box and its mask, from the top
/// down.
/// </summary>
public static class ObjectFile
{
    private const uint Mark = 0x314F_4152;
    private const int HeaderBytes = 16;

    /// <summary>Writes a file; it appears complete or not at all.</summary>
    /// <exception cref="RasterAccessException">It cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<DetectedObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var writer = new BinaryWriter(File.Create(part), Encoding.UTF8))
            {
                writer.Write(Mark);
                writer.Write(objects.Count);
                writer.Write(objects.Select(found => found.Box.Top).DefaultIfEmpty(double.PositiveInfinity).Min());
                foreach (var found in objects.OrderBy(found => found.Box.Top))
                {
                    Write(writer, found);
                }
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw new RasterAccessException($"The section's objects '{Path.GetFileName(path)}' cannot be written: {exception.Message}", isTransient: false, exception);
        }
    }

    /// <summary>The uppermost row that an object of a file reaches, in pixels of the processing grid; infinity where it has none.</summary>
    /// <exception cref="RasterAccessException">It holds no objects.</exception>
    public static double TopOf(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path), Encoding.UTF8);
        return ReadHeader(reader, path).Top;
    }

    /// <summary>Reads a file, object by object, by their upper edges.</summary>
    /// <exception cref="RasterAccessException">It holds no objects, or is cut off.</exception>
    public static IEnumerable<DetectedObject> Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path), Encoding.UTF8);
        var (count, _) = ReadHeader(reader, path);
        for (var i = 0; i < count; i++)
        {
            DetectedObject found;
            try
            {
                found = Read(reader);
            }
            catch (EndOfStreamException exception)
            {
                throw Damaged(path, exception);
            }

            yield return found;
        }
    }

    private static (int Count, double Top) ReadHeader(BinaryReader reader, string path) =>
        reader.BaseStream.Length >= HeaderBytes && reader.ReadUInt32() == Mark ? (reader.ReadInt32(), reader.ReadDouble()) : throw Damaged(path, null);

    private static void Write(BinaryWriter writer, DetectedObject found)
    {
        writer.Write(found.Class);
        writer.Write(found.Score);
        writer.Write(found.Box.CenterX);
        writer.Write(found.Box.CenterY);
        writer.Write(found.Box.Width);
        writer.Write(found.Box.Height);
        writer.Write(found.Box.Angle);
        writer.Write(found.Mask?.Count ?? -1);
        foreach (var ring in found.Mask ?? [])
        {
            writer.Write(ring.IsHole);
            writer.Write(ring.Corners.Count);
            foreach (var corner in ring.Corners)
            {
                writer.Write(corner.Column);
                writer.Write(corner.Row);
            }
        }
    }

    private static DetectedObject Read(BinaryReader reader)
    {
        var (label, score) = (reader.ReadInt32(), reader.ReadSingle());
        var box = new RotatedBox(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        var rings = reader.ReadInt32();
        if (rings < 0)
        {
            return new DetectedObject(label, score, box);
        }

        var mask = new List<PixelRing>();
        for (var i = 0; i < rings; i++)
        {
            var isHole = reader.ReadBoolean();
            var corners = new List<PixelCorner>();
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                corners.Add(new PixelCorner(reader.ReadInt32(), reader.ReadInt32()));
            }

            mask.Add(new PixelRing(corners, isHole));
        }

        return new DetectedObject(label, score, box, mask);
    }

    private static RasterAccessException Damaged(string path, Exception? inner) =>
        new($"The section's objects '{Path.GetFileName(path)}' are damaged; submit the job again.", isTransient: false, inner);
}
