using RasterAnalysis.Models;

namespace RasterAnalysis.Quantization;

/// <summary>Which tensors of a network may stand as floating-point numbers of 16 bits. Nodes that take and make such tensors compute with them, all others in Float32 as before.</summary>
/// <param name="Tensors">The tensors by name, in the order in which they are made.</param>
public sealed record HalfQuantization(IReadOnlyList<string> Tensors) : NetworkQuantization
{
    // An eighth of what 16 bits hold: other tiles of the raster may make larger numbers than those that were looked at.
    private const float MostInside = 8192;

    // Whole numbers are exact up to here, and fractions have three digits.
    private const float MostOfRaster = 2048;

    // Below 2^-14 a number of 16 bits has fewer digits the smaller it is.
    private const float LeastInside = 1f / 1024;

    /// <summary>Convolutions and products of matrices that compute in 16 bits, of all.</summary>
    public (int Halved, int All) ShareOfWork { get; init; }

    /// <inheritdoc/>
    public override NetworkPrecision Precision => NetworkPrecision.Float16;

    /// <summary>Takes the tensors whose numbers 16 bits hold well.</summary>
    /// <param name="draft">The tensors that would stand so.</param>
    /// <param name="largest">The largest of their numbers on the raster, without signs.</param>
    public static HalfQuantization Of(QuantizationDraft draft, IReadOnlyDictionary<string, float> largest)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return new HalfQuantization([.. draft.Tensors.Where(tensor => Fits(largest[tensor], draft.OfRaster.Contains(tensor) ? MostOfRaster : MostInside))]);
    }

    /// <summary>These, with <see cref="ShareOfWork"/> as it is in a file.</summary>
    /// <inheritdoc cref="NetworkQuantization.Write"/>
    public HalfQuantization Shared(byte[] file, string folder, IReadOnlyCollection<string> kept) => this with { ShareOfWork = HalfModel.ShareOf(file, folder, this, kept) };

    /// <inheritdoc/>
    public override byte[] Write(byte[] file, string folder, IReadOnlyCollection<string> kept) => HalfModel.Write(file, folder, this, kept);

    private static bool Fits(float largest, float most) => largest == 0 || (largest >= LeastInside && largest <= most);
}
