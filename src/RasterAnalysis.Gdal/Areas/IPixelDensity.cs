namespace RasterAnalysis.Gdal.Areas;

// How large the ground is under a raster's grid, place by place.
internal interface IPixelDensity
{
    // Whether a pixel is so large (some 30 km) that its middle does not stand for all of it.
    bool IsCoarse { get; }

    // Square metres for each square pixel, at places given in columns and rows (fractions); NaN where there is no ground. Never negative.
    // needsAll: where one of them has no ground, the others need not be right.
    void Read(ReadOnlySpan<double> columns, ReadOnlySpan<double> rows, Span<double> densities, bool needsAll);
}
