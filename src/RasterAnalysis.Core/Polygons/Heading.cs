namespace RasterAnalysis.Polygons;

/// <summary>A way along the sides of pixels, in the order of turns to the right; south is down the rows.</summary>
internal enum Heading
{
    East,
    South,
    West,
    North,
}
