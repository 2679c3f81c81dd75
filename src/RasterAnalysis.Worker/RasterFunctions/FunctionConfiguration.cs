using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Models.PythonFunctions;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Worker.RasterFunctions;

/// <summary>How a Python raster function wants its blocks (<c>getConfiguration</c>), and what it takes (<c>getParameterInfo</c>).</summary>
/// <param name="Parameters">Its parameters, without those that the service fills itself.</param>
/// <param name="Unknown">Names that the user gave and that are none of them.</param>
/// <param name="ExtractBands">The bands that it takes; empty for all.</param>
/// <param name="Padding">Pixels around a block's core.</param>
/// <param name="Columns">Columns of a core (<c>tx</c>).</param>
/// <param name="Rows">Rows of a core (<c>ty</c>).</param>
/// <param name="DataRange">The range that it expects values to be brought to; null for as they are.</param>
internal sealed record FunctionConfiguration(
    IReadOnlyList<FunctionArgument> Parameters, IReadOnlyList<string> Unknown, IReadOnlyList<BandSelector> ExtractBands, int Padding, int Columns, int Rows, ValueRange? DataRange)
{
    /// <summary>Columns of a block, padding included.</summary>
    public int BlockColumns => Columns + (2 * Padding);

    /// <summary>Rows of a block, padding included.</summary>
    public int BlockRows => Rows + (2 * Padding);

    /// <summary>The definition as it holds for what the function is given: it normalises by itself, and it is the one that says which bands it takes.</summary>
    public ModelDefinition Apply(ModelDefinition definition) =>
        definition with { ExtractBands = ExtractBands, DataRange = DataRange, NormalizationStats = null, Framework = "", TestTimeAugmentation = false };

    /// <summary>How the function is fed and read, as a network is.</summary>
    public NetworkProfile Profile(ModelDefinition definition, RasterFunctionCall call) => new(
        FunctionSession.InputName, TensorElementType.Float, TensorLayout.Nchw, ExtractBands.Count > 0 ? ExtractBands.Count : call.Raster.Bands,
        FixedBatch: 1, BlockRows, BlockColumns, FunctionSession.OutputName,
        definition.Classes.Count(c => c.Value != 0) == 1 ? OutputKind.Mask : OutputKind.ClassIds, TensorLayout.Nchw, Channels: 1, Padding)
    {
        Function = call,
    };
}
