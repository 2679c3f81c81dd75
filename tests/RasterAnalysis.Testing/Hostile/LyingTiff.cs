using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Testing.Hostile;

/// <summary>A TIFF of one directory whose tags say what they are told to, whether it is true or not.</summary>
public sealed class LyingTiff
{
    private readonly SortedDictionary<int, ClassicTiff.Tag> _tags = [];

    /// <summary>What lies after the header, from <see cref="DataOffset"/> on.</summary>
    public byte[] Data { get; set; } = [];

    /// <summary>Offset of <see cref="Data"/>.</summary>
    public static int DataOffset => ClassicTiff.DataOffset;

    /// <summary>Sets a tag of 16-bit numbers.</summary>
    public LyingTiff Shorts(int tag, params int[] values) => Set(tag, ClassicTiff.Tag.Shorts(values));

    /// <summary>Sets a tag of 32-bit numbers.</summary>
    public LyingTiff Longs(int tag, params uint[] values) => Set(tag, ClassicTiff.Tag.Longs(values));

    /// <summary>Sets a tag of doubles.</summary>
    public LyingTiff Doubles(int tag, params double[] values) => Set(tag, ClassicTiff.Tag.Doubles(values));

    /// <summary>Sets a tag of text.</summary>
    public LyingTiff Text(int tag, string text) => Set(tag, ClassicTiff.Tag.Text(text));

    /// <summary>Leaves a tag out.</summary>
    public LyingTiff Without(int tag)
    {
        _tags.Remove(tag);
        return this;
    }

    /// <summary>The file.</summary>
    public byte[] ToArray() => ClassicTiff.Write(Data, _tags);

    private LyingTiff Set(int tag, ClassicTiff.Tag value)
    {
        _tags[tag] = value;
        return this;
    }
}
