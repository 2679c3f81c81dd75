namespace RasterAnalysis.Testing.Service;

/// <summary>The program <c>RasterAnalysis.TestWorker</c>: the shipped worker, and a fault that strikes it. The product knows neither.</summary>
public static class FaultyWorker
{
    /// <summary>
    /// Environment variable that names the faults, with bars between them. Each is <c>crash</c>, <c>hang</c> or <c>memory</c>, a colon, the step over which it strikes (a section's
    /// number from 0, <c>plan</c> or <c>assembly</c>), and if it is to strike only once, another colon and a file: there it leaves the id of the process that it struck.
    /// </summary>
    public const string FaultVariable = "RASTERANALYSIS_PLANTED_FAULT";

    /// <summary>The program that was built with these tests.</summary>
    public static string ProgramPath
    {
        get
        {
            var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "RasterAnalysis.TestWorker", configuration, "RasterAnalysis.TestWorker.dll"));
        }
    }
}
