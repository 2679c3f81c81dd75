namespace RasterAnalysis.Processing;

/// <summary>What a processing instance is there for.</summary>
public enum InstanceUse
{
    /// <summary>Jobs, and looking at uploads.</summary>
    Jobs,

    /// <summary>Map clients.</summary>
    Pictures,

    /// <summary>Overviews of uploads.</summary>
    Overviews,

    /// <summary>Areas of class rasters that no job has measured.</summary>
    Areas,
}
