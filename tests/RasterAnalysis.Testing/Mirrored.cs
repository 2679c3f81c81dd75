namespace RasterAnalysis.Testing;

/// <summary>Where a place beyond a raster's edge is mirrored to: about the edge pixel, which is not repeated (2 1 0 1 2), again and again.</summary>
public static class Mirrored
{
    /// <summary>Folds an index into 0 to <paramref name="length"/> − 1, step by step rather than by a formula.</summary>
    public static int Index(int index, int length)
    {
        while (index < 0 || index >= length)
        {
            index = length == 1 ? 0 : index < 0 ? -index : (2 * length) - 2 - index;
        }

        return index;
    }
}
