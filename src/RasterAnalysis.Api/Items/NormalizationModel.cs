using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Api.Items;

/// <summary>What is done to pixel values before the network sees them, unless a job says otherwise.</summary>
/// <param name="Text">The rule in words; of a rule that follows the raster's type, as for 8-bit bands.</param>
/// <param name="Bands">What is done to each band, in the order in which the network takes them.</param>
internal sealed record NormalizationModel(string Text, IReadOnlyList<BandNormalizationModel> Bands)
{
    /// <summary>Reads it from the definition; null where its lists do not fit the network's bands by themselves.</summary>
    public static NormalizationModel? From(ModelDescription model)
    {
        try
        {
            var rule = DeclaredNormalization.Of(ModelDefinitionParser.Parse(model.Definition, model.DefinitionFile), model.Network.Bands, model.Network.InputType);
            return new NormalizationModel(rule.Description, [.. rule.Bands.Select(band => new BandNormalizationModel(band.Center, band.Factor, band.Bias, band.Low, band.High))]);
        }
        catch (ModelPackageException)
        {
            return null;
        }
    }
}

/// <summary>A value becomes (value − subtract) × multiply + add, where it is cut, after that.</summary>
/// <param name="Subtract">What is taken off.</param>
/// <param name="Multiply">What the rest is multiplied by.</param>
/// <param name="Add">What is added then.</param>
/// <param name="ClipMinimum">Values below it count as it; null for none.</param>
/// <param name="ClipMaximum">Values above it count as it; null for none.</param>
internal sealed record BandNormalizationModel(double Subtract, double Multiply, double Add, double? ClipMinimum, double? ClipMaximum);
