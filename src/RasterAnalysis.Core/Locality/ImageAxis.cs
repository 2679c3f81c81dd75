namespace RasterAnalysis.Locality;

/// <summary>Which axis of the image an axis of a tensor runs along.</summary>
internal enum ImageAxis
{
    None,
    Rows,
    Columns,
}
