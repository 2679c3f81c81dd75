using RasterAnalysis.ArcGis.ImageServer.Mosaics;

namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>A checked <c>mosaicRule</c>.</summary>
/// <param name="Method">Which raster lies on top.</param>
internal sealed record MosaicRule(MosaicMethod Method)
{
    /// <summary>Object ids that are taken, the first on top; null for all. Of <c>lockRasterIds</c> or <c>fids</c>.</summary>
    public IReadOnlyList<int>? Ids { get; init; }

    /// <summary>Which rasters are taken; null for all.</summary>
    public WhereClause? Where { get; init; }

    /// <summary>Field of <see cref="MosaicMethod.Attribute"/>.</summary>
    public string SortField { get; init; } = CatalogFields.ObjectId;

    /// <summary>For <see cref="MosaicMethod.Attribute"/> of numbers: the nearest to this lies on top; null for the lowest.</summary>
    public double? SortValue { get; init; }

    /// <summary>Whether the first is on top; otherwise the last (<c>ascending</c> and <c>mosaicOperation</c> decide).</summary>
    public bool IsFirstOnTop { get; init; } = true;

    /// <summary>Whether the mosaic is as it is without a rule.</summary>
    public bool IsPlain => Method == MosaicMethod.None && Ids is null && Where is null && IsFirstOnTop;
}
