namespace RasterAnalysis.Gdal.Stacks;

// A band of a file, where it goes, and what its stored values mean. Band is 1-based, Target 0-based.
internal readonly record struct StackedBandPlace(int Band, int Target, double Scale, double Offset)
{
    public bool IsScaled => Scale != 1 || Offset != 0;
}
