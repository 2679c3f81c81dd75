using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RasterAnalysis.Json;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Remembers how quick networks were on this machine, one file for each. Nothing but speed depends on it: what cannot be read or written is not there.</summary>
/// <param name="folder">Full path.</param>
internal sealed class TileSpeedFolder(string folder)
{
    /// <summary>What was measured; null when nothing was.</summary>
    /// <param name="key">All that the speed depends on.</param>
    public TileSpeeds? Find(IEnumerable<string> key)
    {
        try
        {
            var speeds = PlanJson.Read<TileSpeeds>(File.ReadAllText(PathOf(key)));
            return speeds.Measured is { Count: > 0 } measured && measured.All(speed => speed.Side > 0 && speed.SecondsPerMegapixel > 0 && double.IsFinite(speed.SecondsPerMegapixel))
                ? new TileSpeeds([.. measured.OrderBy(speed => speed.Side)]) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps what was measured.</summary>
    public void Keep(IEnumerable<string> key, TileSpeeds speeds)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = PathOf(key);
            var unfinished = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllText(unfinished, PlanJson.Write(speeds));
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The speed of tiles cannot be remembered: {exception.Message}");
        }
    }

    private string PathOf(IEnumerable<string> key) =>
        Path.Combine(folder, $"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', key))))}.json");
}
