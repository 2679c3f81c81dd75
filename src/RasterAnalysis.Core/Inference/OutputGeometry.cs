using RasterAnalysis.Locality;
using RasterAnalysis.Models;

namespace RasterAnalysis.Inference;

/// <summary>How an output lies over its tile: it may be smaller because the network returns only the centre, or because it works at a coarser step.</summary>
/// <param name="Crop">Pixels of the tile that it lacks on each side.</param>
/// <param name="Stride">Pixels of the tile for one of its own.</param>
/// <param name="Locality">What its pixels depend on; null when the graph is not known.</param>
internal sealed record OutputGeometry(int Crop, int Stride, NetworkLocality? Locality)
{
    private const int CoarsestGuess = 32;

    /// <summary>Works out the geometry. By shape alone 256 to 128 may mean either; the graph knows, or else <c>ModelPadding</c> does.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="facts">The graph's facts; null when it is not known.</param>
    /// <param name="fact">The fact of this output; null when it could not be followed.</param>
    /// <param name="tile">Rows and columns of the tile that was tried.</param>
    /// <param name="output">Rows and columns that came back.</param>
    /// <param name="warnings">Receives what was guessed.</param>
    /// <exception cref="ModelPackageException">The output does not lie evenly over the tile.</exception>
    public static OutputGeometry Of(
        ModelDefinition definition, LocalityFacts? facts, TensorFact? fact, (int Rows, int Columns) tile, (int Rows, int Columns) output,
        ICollection<string> warnings)
    {
        if (output.Rows > tile.Rows || output.Columns > tile.Columns)
        {
            throw new ModelPackageException("The network returns more pixels than it takes: it sharpens images and classifies no pixels.");
        }

        var isFollowed = fact is not null && fact.Runs(ImageAxis.Rows) && fact.Runs(ImageAxis.Columns);
        var stride = isFollowed ? StrideOf(fact!) : GuessStride(definition, tile, output, warnings);
        var crop = CropOf(definition, (tile.Rows - (output.Rows * stride), tile.Columns - (output.Columns * stride)), warnings);
        if (facts is null)
        {
            return new OutputGeometry(crop, stride, null);
        }

        (AxisReach, AxisReach)? reach = isFollowed && !fact!.IsLost ? (LocalityInspector.Enlarge(fact!.Rows, stride), LocalityInspector.Enlarge(fact.Columns, stride)) : null;
        return new OutputGeometry(crop, stride, LocalityInspector.Sum(facts, reach, crop, (long)tile.Rows * tile.Columns));
    }

    private static int StrideOf(TensorFact fact)
    {
        var (rows, columns) = (fact.Rows.Step, fact.Columns.Step);
        return rows == columns && rows.Denominator == 1 && rows.Numerator <= 256 ? (int)rows.Numerator : throw new ModelPackageException(
            $"The network returns one pixel for every {columns}×{rows} pixels of the tile; this must be the same whole number on both axes.");
    }

    private static int GuessStride(ModelDefinition definition, (int Rows, int Columns) tile, (int Rows, int Columns) output, ICollection<string> warnings)
    {
        if (definition.ModelPadding is > 0 and var said && tile.Rows - output.Rows == 2 * said)
        {
            return 1;
        }

        for (var stride = 2; stride <= CoarsestGuess; stride *= 2)
        {
            if (output.Rows * stride == tile.Rows && output.Columns * stride == tile.Columns)
            {
                warnings.Add(
                    $"The network returns {output.Columns}×{output.Rows} pixels for {tile.Columns}×{tile.Rows}; they are taken as every {stride}th pixel and "
                    + $"interpolated. If they are the centre of the tile, say so with ModelPadding {(tile.Rows - output.Rows) / 2} in the .emd.");
                return stride;
            }
        }

        return 1;
    }

    private static int CropOf(ModelDefinition definition, (int Rows, int Columns) missing, ICollection<string> warnings)
    {
        if (missing.Rows < 0 || missing.Rows != missing.Columns || missing.Rows % 2 != 0)
        {
            throw new ModelPackageException(
                $"The network returns {missing.Rows} rows and {missing.Columns} columns less than it takes; it must lack the same even number on both axes.");
        }

        var crop = missing.Rows / 2;
        if (definition.ModelPadding is { } said && said != crop)
        {
            warnings.Add($"ModelPadding of the .emd is {said}, but the network returns {crop} pixels less on each side; {crop} is used.");
        }

        return crop;
    }
}
