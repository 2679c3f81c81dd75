using System.Text;

namespace RasterAnalysis.Accuracy;

/// <summary>Looks what a file of references is, and reads points out of it.</summary>
public static class ReferenceFile
{
    /// <summary>Points that one file may hold.</summary>
    public const int MostPoints = 100_000;

    /// <summary>Bytes that a file of points may have.</summary>
    public const int MostBytes = 32 << 20;

    private const int Looked = 4096;
    private const string Field = "reference";

    /// <summary>Reads the points of a file; null where it is no text, and so a raster.</summary>
    /// <param name="reference">The file.</param>
    /// <param name="classes">The classes of the map.</param>
    /// <exception cref="InvalidRequestException">It is a text of other form, too large, or has points that cannot be taken: field <c>reference</c>; <c>field</c> and <c>crs</c> for those.</exception>
    public static ReferencePoints? ReadPoints(AccuracyReference reference, ReferenceClasses classes)
    {
        ArgumentNullException.ThrowIfNull(reference);
        using var file = File.OpenRead(reference.Path);
        var start = new byte[Looked];
        var head = start.AsSpan(0, file.ReadAtLeast(start, Looked, throwOnEndOfStream: false));
        if (head.IsEmpty)
        {
            throw new InvalidRequestException(Field, "is empty; send points as GeoJSON or CSV, or a raster.");
        }

        if (!IsText(head))
        {
            return null;
        }

        if (file.Length > MostBytes)
        {
            throw new InvalidRequestException(Field, $"is a text of {file.Length} bytes; points may have {MostBytes} bytes.");
        }

        var content = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(content);
        string text;
        try
        {
            text = new UTF8Encoding(false, true).GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidRequestException(Field, "is no UTF-8; save it as UTF-8.");
        }

        return text.AsSpan().TrimStart() is ['{' or '[', ..]
            ? ReferenceGeoJson.Read(text, reference, classes)
            : ReferenceTable.Read(text, reference, classes);
    }

    // rasters have zeros or other control characters near their start; ASCII grids are told by their first word
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (var one in head)
        {
            if (one < ' ' && one is not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
            {
                return false;
            }
        }

        return !head.StartsWith("ncols"u8) && !head.StartsWith("NCOLS"u8);
    }
}
