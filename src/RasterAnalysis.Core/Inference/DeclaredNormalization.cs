using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>What a package's rule of normalisation comes down to before there is any raster: for 8-bit bands, those that its definition selects.</summary>
public static class DeclaredNormalization
{
    /// <summary>Chooses the rule.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="bands">Bands that the network takes.</param>
    /// <param name="type">Element type of the network's input.</param>
    /// <exception cref="ModelPackageException">The lists of <c>NormalizationStats</c> do not fit the bands.</exception>
    public static Normalization Of(ModelDefinition definition, int bands, TensorElementType type)
    {
        var numbers = Enumerable.Range(0, bands).Select(i => i < definition.ExtractBands.Count && definition.ExtractBands[i].Index is { } index ? index + 1 : i + 1).ToArray();
        BandInfo[] infos = [.. numbers.Select(number => new BandInfo(number, PixelType.U8, null, "", "Undefined", 1, 0, 1, 1, null))];
        return NormalizationRules.Choose(definition, infos, numbers.Max(), type, null, []);
    }
}
