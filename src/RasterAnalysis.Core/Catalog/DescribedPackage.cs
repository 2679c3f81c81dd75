using RasterAnalysis.Tiling;

namespace RasterAnalysis.Catalog;

/// <summary>What was found in a package.</summary>
/// <param name="Model">What the model is.</param>
/// <param name="Warnings">What the user should know about it.</param>
public sealed record DescribedPackage(ModelDescription Model, IReadOnlyList<string> Warnings)
{
    /// <summary>The item of the package, ready to be used.</summary>
    public CatalogItem Describe(CatalogItem item) =>
        item with { State = ItemState.Ready, PreparedBy = null, Refusal = null, Model = Model, Warnings = Warnings };
}
