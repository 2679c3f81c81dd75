using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RasterAnalysis.Files;
using RasterAnalysis.Json;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Keeps what was found out with effort for the next job, one file for each key. It is found out again where there is nothing: what cannot be read or written is not there.</summary>
/// <remarks>Safe between processes: a file is whole or not there.</remarks>
/// <typeparam name="T">What is kept, as JSON.</typeparam>
/// <param name="folder">Full path; empty to keep nothing.</param>
/// <param name="isWhole">Whether what a file holds can be used.</param>
internal sealed class KeptValues<T>(string folder, Func<T, bool> isWhole)
    where T : class
{
    // the oldest go
    private const int MostFiles = 1000;

    /// <summary>What was kept; null where nothing was.</summary>
    /// <param name="key">All that it depends on.</param>
    public T? Find(IEnumerable<string> key)
    {
        if (folder.Length == 0)
        {
            return null;
        }

        try
        {
            return PlanJson.Read<T>(File.ReadAllText(PathOf(key))) is var found && isWhole(found) ? found : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a value.</summary>
    public void Keep(IEnumerable<string> key, T value)
    {
        if (folder.Length == 0)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            WholeFile.Write(PathOf(key), PlanJson.Write(value));
            foreach (var old in new DirectoryInfo(folder).EnumerateFiles().OrderByDescending(file => file.LastWriteTimeUtc).Skip(MostFiles))
            {
                old.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"'{folder}' cannot be written: {exception.Message}");
        }
    }

    private string PathOf(IEnumerable<string> key) =>
        Path.Combine(folder, $"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', key))))}.json");
}
