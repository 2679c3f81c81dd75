namespace RasterAnalysis.Models;

/// <summary>One thing that was done to a package's network when it came in, or measured of it.</summary>
/// <param name="Name">What it is, in a word that stays the same, for example <c>wrapped</c> or <c>largestDifference</c>.</param>
/// <param name="Text">The same in a sentence for users.</param>
/// <param name="Value">The figure, where it is one.</param>
/// <param name="Unit">What the figure counts, for example <c>labels of 65536</c>; null where it has no unit.</param>
public sealed record PreparationNote(string Name, string Text, double? Value = null, string? Unit = null)
{
    /// <summary><see cref="Name"/> of networks over pixels that were written anew as image networks.</summary>
    public const string Wrapped = "wrapped";

    /// <summary><see cref="Name"/> of classifiers that were turned into networks.</summary>
    public const string FromClassifier = "fromClassifier";

    /// <summary><see cref="Name"/> of networks that were made of files of other kinds.</summary>
    public const string Conversion = "conversion";

    /// <summary><see cref="Name"/> of Python raster functions that run in place of a network: why they do.</summary>
    public const string Function = "function";
}
