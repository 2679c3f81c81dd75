using System.Globalization;
using System.Text.Json;
using RasterAnalysis.Json;

namespace RasterAnalysis.BackgroundJobs.DataFolder;

/// <summary>A process that uses a data folder, as the file in <c>processes/</c> names it.</summary>
/// <param name="Process">Number of the process on its host.</param>
/// <param name="Host">Name of the host; a container has its own.</param>
/// <param name="Since">When it was started, UTC.</param>
/// <param name="Program">What it is.</param>
internal sealed record FolderUser(int Process, string Host, DateTimeOffset Since, string Program)
{
    /// <summary>This process.</summary>
    public static FolderUser Here(TimeProvider time) =>
        new(Environment.ProcessId, Environment.MachineName, time.GetUtcNow(), Path.GetFileNameWithoutExtension(Environment.GetCommandLineArgs()[0]));

    /// <summary>Reads a file; null when there is none that can be read.</summary>
    public static FolderUser? Find(string path)
    {
        try
        {
            return PlanJson.Read<FolderUser>(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // gone in between, or half written
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"process {Process} ({Program}) on {Host}, which was started at {Since:yyyy-MM-dd HH:mm:ss} UTC");
}
