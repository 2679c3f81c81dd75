using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>A dark raster with bright squares that do not touch: their places and sizes are known.</summary>
/// <param name="Side">Rows and columns of the raster.</param>
/// <param name="Squares">The squares, from the top down.</param>
internal sealed record SquareScene(int Side, IReadOnlyList<SquareScene.Square> Squares)
{
    private const byte Bright = 200;
    private const int Smallest = 5;
    private const int Largest = 60;

    /// <summary>A square.</summary>
    /// <param name="Column">Its first column.</param>
    /// <param name="Row">Its first row.</param>
    /// <param name="Size">Its side.</param>
    public sealed record Square(int Column, int Row, int Size)
    {
        public double CenterX => Column + (Size / 2.0);

        public double CenterY => Row + (Size / 2.0);

        /// <summary>As <c>tests/networks/squares.py</c> tells them apart.</summary>
        public string Class => Size < 30 ? "small" : "large";

        /// <summary>The score that the network gives it, in per cent.</summary>
        public double Confidence => 50 + (Size / 2.0);
    }

    /// <summary>A scene of squares of 5 to 60 pixels, some of them at the raster's edges.</summary>
    /// <param name="side">Rows and columns of the raster.</param>
    /// <param name="count">Squares.</param>
    /// <param name="seed">Of their places.</param>
    public static SquareScene Random(int side, int count, int seed)
    {
        var random = new Random(seed);
        var taken = new bool[side, side];
        var squares = new List<Square>();
        while (squares.Count < count)
        {
            var size = random.Next(Smallest, Largest + 1);
            var square = new Square(random.Next(side - size + 1), random.Next(side - size + 1), size);
            if (IsFree(taken, square, side))
            {
                squares.Add(square);
                ForEach(square, 0, side, (row, column) => taken[row, column] = true);
            }
        }

        return new SquareScene(side, [.. squares.OrderBy(square => square.Row).ThenBy(square => square.Column)]);
    }

    /// <summary>The raster, 10 m cells from (500000, 5000000) on.</summary>
    public byte[] Raster()
    {
        var pixels = new byte[Side, Side];
        foreach (var square in Squares)
        {
            ForEach(square, 0, Side, (row, column) => pixels[row, column] = Bright);
        }

        return TiffFile.Byte(Side, Side, 1, (_, row, column) => pixels[row, column]);
    }

    private static bool IsFree(bool[,] taken, Square square, int side)
    {
        var isFree = true;
        ForEach(square, 1, side, (row, column) => isFree &= !taken[row, column]);
        return isFree;
    }

    private static void ForEach(Square square, int margin, int side, Action<int, int> act)
    {
        for (var row = Math.Max(0, square.Row - margin); row < Math.Min(side, square.Row + square.Size + margin); row++)
        {
            for (var column = Math.Max(0, square.Column - margin); column < Math.Min(side, square.Column + square.Size + margin); column++)
            {
                act(row, column);
            }
        }
    }
}
