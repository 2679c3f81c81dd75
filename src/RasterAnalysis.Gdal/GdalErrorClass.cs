namespace RasterAnalysis.Gdal;

/// <summary>GDAL's <c>CPLErr</c>: how bad an error is.</summary>
public enum GdalErrorClass
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>Text for debugging.</summary>
    Debug = 1,

    /// <summary>The call did its work, and something about it is odd.</summary>
    Warning = 2,

    /// <summary>The call did not do its work.</summary>
    Failure = 3,

    /// <summary>GDAL is about to abort the process.</summary>
    Fatal = 4,
}
