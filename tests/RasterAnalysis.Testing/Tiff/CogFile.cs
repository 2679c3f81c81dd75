using System.IO.Compression;
using System.Text;

namespace RasterAnalysis.Testing.Tiff;

/// <summary>
/// Reads a cloud-optimised GeoTIFF of one unsigned band without any library, so that results are not judged by what wrote them. Tiles are
/// deflated or plain; the file is a little-endian classic TIFF.
/// </summary>
public sealed class CogFile
{
    private const int NewSubfileType = 254;
    private const int ImageWidth = 256;
    private const int ImageLength = 257;
    private const int BitsPerSample = 258;
    private const int Compression = 259;
    private const int Predictor = 317;
    private const int ColorMapTag = 320;
    private const int TileWidth = 322;
    private const int SamplesPerPixel = 277;
    private const int TileLength = 323;
    private const int TileOffsets = 324;
    private const int TileByteCounts = 325;
    private const int PixelScale = 33550;
    private const int TiePoint = 33922;
    private const int Transformation = 34264;
    private const int GeoKeyDirectory = 34735;
    private const int GdalMetadata = 42112;
    private const int GdalNoData = 42113;

    private CogFile(byte[] file, TiffDirectory[] directories, int band)
    {
        Bands = (int)directories[0].Number(SamplesPerPixel, 1);
        Levels = [.. directories.Select(directory => ReadLevel(file, directory, band))];
        var main = directories[0];
        Bits = (int)main.Number(BitsPerSample);
        NoData = main.Text(GdalNoData)?.Trim();
        Metadata = main.Text(GdalMetadata) ?? "";
        ColorMap = [.. main.Numbers(ColorMapTag).Select(part => (byte)(part >> 8))];
        Grid = GridOf(main);
        GeoKeys = main.Numbers(GeoKeyDirectory);
        Header = Encoding.ASCII.GetString(file, 8, Math.Min(300, file.Length - 8));
    }

    /// <summary>The raster, then its overviews from fine to coarse.</summary>
    public IReadOnlyList<CogLevel> Levels { get; }

    /// <summary>Bands.</summary>
    public int Bands { get; }

    /// <summary>Bits of a sample.</summary>
    public int Bits { get; }

    /// <summary>GDAL's NoData tag.</summary>
    public string? NoData { get; }

    /// <summary>GDAL's metadata tag, XML.</summary>
    public string Metadata { get; }

    /// <summary>Pixel scale, tie point and transformation, as far as they are there.</summary>
    public double[] Grid { get; }

    /// <summary>The GeoKey directory.</summary>
    public long[] GeoKeys { get; }

    /// <summary>All reds, then all greens, then all blues, 8-bit; empty without a colour table.</summary>
    private byte[] ColorMap { get; }

    private string Header { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="band">The band whose pixels are read, from 1; bands are interleaved by pixel.</param>
    public static CogFile Read(byte[] file, int band = 1)
    {
        if (file is not [(byte)'I', (byte)'I', 42, 0, ..])
        {
            throw new InvalidDataException("This is no little-endian classic TIFF.");
        }

        var directories = new List<TiffDirectory>();
        for (var offset = BitConverter.ToInt32(file, 4); offset != 0; offset = directories[^1].Next)
        {
            directories.Add(new TiffDirectory(file, offset));
        }

        return new CogFile(file, [.. directories], band - 1);
    }

    /// <summary>Size, grid tags and GeoKeys of any classic little-endian GeoTIFF; as <see cref="Grid"/> and <see cref="GeoKeys"/>.</summary>
    public static (int Width, int Height, double[] Grid, long[] GeoKeys) ReadGrid(byte[] file)
    {
        var directory = new TiffDirectory(file, BitConverter.ToInt32(file, 4));
        return ((int)directory.Number(ImageWidth), (int)directory.Number(ImageLength), GridOf(directory), directory.Numbers(GeoKeyDirectory));
    }

    /// <summary>The raster's value at a place.</summary>
    public uint At(int row, int column) => Levels[0].Pixels[(row * Levels[0].Width) + column];

    /// <summary>Says which pixel is the first that is not as expected; null when all are.</summary>
    /// <param name="expected">Value by row and column.</param>
    public string? FirstDifference(Func<int, int, uint> expected)
    {
        for (var row = 0; row < Levels[0].Height; row++)
        {
            for (var column = 0; column < Levels[0].Width; column++)
            {
                if (At(row, column) != expected(row, column))
                {
                    return $"({row}, {column}) is {At(row, column)}, not {expected(row, column)}";
                }
            }
        }

        return null;
    }

    /// <summary>Colour of a value; null without a colour table.</summary>
    public (int Red, int Green, int Blue)? ColorOf(int value)
    {
        var count = ColorMap.Length / 3;
        return value < count ? (ColorMap[value], ColorMap[count + value], ColorMap[(2 * count) + value]) : null;
    }

    /// <summary>What keeps the file from being cloud-optimised by GDAL's definition; empty when nothing does.</summary>
    public IReadOnlyList<string> LayoutFaults()
    {
        var faults = new List<string>();
        if (!Header.Contains("LAYOUT=IFDS_BEFORE_DATA", StringComparison.Ordinal))
        {
            faults.Add("the header does not say that directories come before data");
        }

        for (var i = 0; i < Levels.Count; i++)
        {
            var level = Levels[i];
            if (level.IsOverview != i > 0)
            {
                faults.Add($"image {i} is {(level.IsOverview ? "" : "not ")}marked as an overview");
            }

            if (level.BlockWidth != 512 || level.BlockHeight != 512)
            {
                faults.Add($"image {i} has blocks of {level.BlockWidth}×{level.BlockHeight}");
            }

            if (i > 0 && (level.DirectoryOffset < Levels[i - 1].DirectoryOffset || level.DataOffset > Levels[i - 1].DataOffset))
            {
                faults.Add($"image {i} lies in the wrong place: directories go from fine to coarse, data from coarse to fine");
            }

            if (Levels.Any(other => other.DirectoryOffset > level.DataOffset))
            {
                faults.Add($"data of image {i} lie before a directory");
            }
        }

        if (Math.Max(Levels[^1].Width, Levels[^1].Height) > 512)
        {
            faults.Add("the coarsest image does not fit a block");
        }

        return faults;
    }

    private static double[] GridOf(TiffDirectory directory) =>
        [.. directory.Doubles(PixelScale), .. directory.Doubles(TiePoint), .. directory.Doubles(Transformation)];

    private static CogLevel ReadLevel(byte[] file, TiffDirectory directory, int band)
    {
        var (width, height) = ((int)directory.Number(ImageWidth), (int)directory.Number(ImageLength));
        var (blockWidth, blockHeight) = ((int)directory.Number(TileWidth), (int)directory.Number(TileLength));
        if (blockWidth == 0 || directory.Number(Predictor, 1) != 1)
        {
            throw new InvalidDataException("Only tiled files without a predictor are read.");
        }

        var (bytes, bands) = ((int)directory.Number(BitsPerSample) / 8, (int)directory.Number(SamplesPerPixel, 1));
        var (offsets, lengths) = (directory.Numbers(TileOffsets), directory.Numbers(TileByteCounts));
        var noData = uint.TryParse(directory.Text(GdalNoData)?.Trim(), out var value) ? value : 0;
        var pixels = new uint[width * height];
        Array.Fill(pixels, noData); // a tile without data
        var across = (width + blockWidth - 1) / blockWidth;
        for (var tile = 0; tile < offsets.Length; tile++)
        {
            if (offsets[tile] == 0)
            {
                continue;
            }

            var block = Inflate(file.AsSpan((int)offsets[tile], (int)lengths[tile]).ToArray(), directory.Number(Compression), blockWidth * blockHeight * bytes * bands);
            var (left, top) = (tile % across * blockWidth, tile / across * blockHeight);
            for (var row = 0; row < Math.Min(blockHeight, height - top); row++)
            {
                for (var column = 0; column < Math.Min(blockWidth, width - left); column++)
                {
                    pixels[((top + row) * width) + left + column] = Sample(block, (((row * blockWidth) + column) * bands) + band, bytes);
                }
            }
        }

        return new CogLevel(
            width, height, blockWidth, blockHeight, (directory.Number(NewSubfileType) & 1) != 0, directory.Offset,
            offsets.Where(offset => offset > 0).DefaultIfEmpty(long.MaxValue).Min(), pixels);
    }

    private static byte[] Inflate(byte[] data, long compression, int length)
    {
        if (compression == 1)
        {
            return data;
        }

        if (compression is not (8 or 32946))
        {
            throw new InvalidDataException($"Compression {compression} is not read.");
        }

        var block = new byte[length];
        using var stream = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        stream.ReadExactly(block);
        return block;
    }

    private static uint Sample(byte[] block, int index, int bytes) => bytes switch
    {
        1 => block[index],
        2 => BitConverter.ToUInt16(block, index * 2),
        _ => BitConverter.ToUInt32(block, index * 4),
    };
}
