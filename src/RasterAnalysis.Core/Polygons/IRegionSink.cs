namespace RasterAnalysis.Polygons;

/// <summary>Takes the regions of a raster, in the order in which their last rows end.</summary>
public interface IRegionSink
{
    /// <summary>Whether the outlines of the regions of a class are wanted at all. Asked for each region when it is met first.</summary>
    bool IsWanted(int number);

    /// <summary>Whether the outline of a region is wanted, now that all its pixels were met.</summary>
    bool IsWanted(int number, long pixels, double squareMetres);

    /// <summary>Takes a region.</summary>
    void Add(TracedRegion region);
}
