using RasterAnalysis.Models;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>An input on which a network is tried.</summary>
/// <param name="Layout">Axis order.</param>
/// <param name="Batch">Tiles.</param>
/// <param name="Bands">Bands.</param>
/// <param name="Height">Rows of a tile.</param>
/// <param name="Width">Columns of a tile.</param>
internal readonly record struct TrialShape(TensorLayout Layout, int Batch, int Bands, int Height, int Width)
{
    /// <summary>1 GiB of input: no machine runs a network over more of it at once.</summary>
    private const int MostValues = 1 << 28;

    /// <summary>The input's axes in its own order.</summary>
    public int[] Dimensions => Layout == TensorLayout.Nchw ? [Batch, Bands, Height, Width] : [Batch, Height, Width, Bands];

    /// <summary>Whether it is of a size that a machine can run.</summary>
    public bool CanBeTried => Values is >= 1 and <= MostValues;

    /// <summary>Elements of the input.</summary>
    /// <exception cref="ModelPackageException">There are none, or more than any machine runs at once.</exception>
    public int Count => CanBeTried ? (int)Values : throw new ModelPackageException(
        $"The network takes {this} values at once, and 1 to {MostValues} can be tried; export it for a tile of usual size.");

    private double Values => (double)Batch * Bands * Height * Width;

    /// <summary>For messages.</summary>
    public override string ToString() => string.Join(" × ", Dimensions);

    /// <summary>
    /// Pixels for a trial, between flat and noise: a flat tile can hide whether the output is a probability. Tiles of different numbers look different, one of the same number
    /// always the same.
    /// </summary>
    /// <param name="tiles">Numbers of the tiles.</param>
    public float[] Pixels(params ReadOnlySpan<int> tiles)
    {
        var values = new float[Count];
        var perTile = values.Length / Batch;
        for (var i = 0; i < values.Length; i++)
        {
            // 64 bits: large tiles would overflow
            values[i] = ((i % perTile) + (101L * tiles[i / perTile % tiles.Length])) * 37 % 251 / 251f;
        }

        return values;
    }
}
