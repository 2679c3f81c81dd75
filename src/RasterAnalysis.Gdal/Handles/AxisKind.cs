namespace RasterAnalysis.Gdal.Handles;

// What an axis of a variable runs along.
internal enum AxisKind
{
    Other,
    X,
    Y,
    Time,
}
