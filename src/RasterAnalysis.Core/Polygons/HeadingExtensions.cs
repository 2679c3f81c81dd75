namespace RasterAnalysis.Polygons;

/// <summary>Turns.</summary>
internal static class HeadingExtensions
{
    /// <summary>Turned to the right, so many times.</summary>
    public static Heading Turned(this Heading heading, int times) => (Heading)(((int)heading + times) & 3);
}
