namespace RasterAnalysis.Jobs;

/// <summary>Weight of a message, as ArcGIS has it.</summary>
public enum JobMessageType
{
    /// <summary>What is being done.</summary>
    Informative,

    /// <summary>Something the user should know; the job goes on.</summary>
    Warning,

    /// <summary>Why the job failed.</summary>
    Error,
}
