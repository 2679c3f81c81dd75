using System.Text.Json;
using RasterAnalysis.Json;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Keeps quantisations, one file for each network, raster and way of feeding it. What cannot be read or written is not there, and is made again to the same scales.</summary>
/// <param name="folder">Full path; empty to keep nothing.</param>
internal sealed class QuantizationFolder(string folder)
{
    // the oldest go
    private const int MostFiles = 1000;

    public KeptQuantization? Find(string? key)
    {
        if (folder.Length == 0 || key is null)
        {
            return null;
        }

        try
        {
            var found = PlanJson.Read<KeptQuantization>(File.ReadAllText(PathOf(key)));
            var isWhole = found is { Report: not null, Quantization.Tensors.Count: > 0 } && found.Quantization.Tensors.Values.All(tensor => tensor.Scale > 0 && float.IsFinite(tensor.Scale));
            return isWhole ? found : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Keep(string? key, KeptQuantization quantization)
    {
        if (folder.Length == 0 || key is null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            var unfinished = $"{PathOf(key)}.{Guid.NewGuid():N}";
            File.WriteAllText(unfinished, PlanJson.Write(quantization));
            File.Move(unfinished, PathOf(key), overwrite: true);
            foreach (var old in new DirectoryInfo(folder).EnumerateFiles().OrderByDescending(file => file.LastWriteTimeUtc).Skip(MostFiles))
            {
                old.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"A quantisation cannot be kept: {exception.Message}");
        }
    }

    private string PathOf(string key) => Path.Combine(folder, $"{key}.json");
}
