using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>A network's input as its file and the definition declare it.</summary>
/// <param name="Layout">Axis order.</param>
/// <param name="Batch">Tiles of a run; null where any number is declared.</param>
/// <param name="Bands">Bands.</param>
/// <param name="Height">Rows of a tile; null where any number is declared.</param>
/// <param name="Width">Columns of a tile; null where any number is declared.</param>
internal readonly record struct DeclaredInput(TensorLayout Layout, int? Batch, int Bands, int? Height, int? Width)
{
    /// <summary>Whether tiles of several sizes are declared.</summary>
    public bool IsFree => Height is null || Width is null;
}
