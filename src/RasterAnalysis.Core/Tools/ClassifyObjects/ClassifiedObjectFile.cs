using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>The classes of a section's features in a file of its own: a mark, their number, and each.</summary>
public static class ClassifiedObjectFile
{
    private const uint Mark = 0x3143_4152;

    /// <summary>Writes a file; it appears complete or not at all.</summary>
    /// <exception cref="RasterAccessException">It cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<ClassifiedObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var writer = new BinaryWriter(File.Create(part)))
            {
                writer.Write(Mark);
                writer.Write(objects.Count);
                foreach (var one in objects)
                {
                    writer.Write(one.Id);
                    writer.Write(one.Class);
                    writer.Write(one.Confidence);
                }
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw new RasterAccessException($"The section's classes '{Path.GetFileName(path)}' cannot be written: {exception.Message}", isTransient: false, exception);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="RasterAccessException">It holds no classes, or is cut off.</exception>
    public static IReadOnlyList<ClassifiedObject> Read(string path)
    {
        try
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            if (reader.ReadUInt32() != Mark)
            {
                throw Damaged(path, null);
            }

            var objects = new List<ClassifiedObject>();
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                objects.Add(new ClassifiedObject(reader.ReadInt64(), reader.ReadInt32(), reader.ReadSingle()));
            }

            return objects;
        }
        catch (EndOfStreamException exception)
        {
            throw Damaged(path, exception);
        }
    }

    private static RasterAccessException Damaged(string path, Exception? inner) =>
        new($"The section's classes '{Path.GetFileName(path)}' are damaged; submit the job again.", isTransient: false, inner);
}
