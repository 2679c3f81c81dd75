using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// Windows of a cloud-optimised GeoTIFF on another server, by a job and by gdal_translate over /vsicurl: bytes, and seconds in which at least one request was under way. "To pixels" is from the
/// job's first request to the last byte, with its planning in between, and gdal_translate from start to end. The server is slow on purpose: an answer begins after 50 ms, and all of them
/// together have 100 Mbit/s. The service has run a job before.
/// </summary>
internal static class CloudTable
{
    private const int Side = 6000;
    private const int Bands = 3;
    private const int Classes = 13;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        var content = Scene();
        await using var service = new BenchmarkService();
        service.Process.Settings["RasterAnalysis__AllowedHosts__0"] = "127.0.0.1";
        await service.Process.StartAsync();
        await service.WriteOneLayerAsync("copy.dlpk", Classes);
        var rows = new List<object>();
        Console.WriteLine($"{"area",6}{"job MB",9}{"vsicurl MB",12}{"ratio",7}{"again MB",10}{"requests",10}{"vsicurl",9}{"line s",8}{"vsicurl s",11}{"ratio",7}{"to pixels s",13}{"gdal_translate s",18}{"ratio",7}");
        using (var warm = new RangeServer(content))
        {
            await RunJobAsync(service, warm, 0, Side / 20);
        }

        foreach (var share in new[] { 0.01, 0.1, 1 })
        {
            using var server = new RangeServer(content) { Latency = TimeSpan.FromMilliseconds(50), BytesPerSecond = 100e6 / 8 };
            var side = (int)(Side * Math.Sqrt(share));
            var from = (Side - side) / 2 / 10 * 10;
            var padding = await RunJobAsync(service, server, from, side);
            var (bytes, requests, busy, pixels) = (server.Bytes, server.Requests, server.Busy.TotalSeconds, server.Span.TotalSeconds);
            server.Reset();
            await RunJobAsync(service, server, from, side);
            var again = server.Bytes;
            server.Reset();
            var wall = Translate(server, Math.Max(0, from - padding), Math.Min(Side, from + side + padding));
            var (rivalBytes, rivalRequests, rivalBusy) = (server.Bytes, server.Requests, server.Busy.TotalSeconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{share,6:P0}{bytes / 1e6,9:F2}{rivalBytes / 1e6,12:F2}{(double)bytes / rivalBytes,7:F2}{again / 1e6,10:F2}{requests,10}{rivalRequests,9}{busy,8:F2}{rivalBusy,11:F2}{busy / rivalBusy,7:F2}{pixels,13:F2}{wall,18:F2}{pixels / wall,7:F2}"));
            rows.Add(new
            {
                share, fileBytes = content.Length, bytes, rivalBytes, againBytes = again, requests, rivalRequests, seconds = busy, rivalSeconds = rivalBusy, toPixelsSeconds = pixels,
                translateSeconds = wall,
            });
        }

        return rows;
    }

    /// <summary>Values that do not become small, tiled and with overviews.</summary>
    private static byte[] Scene()
    {
        var folder = Directory.CreateTempSubdirectory("cloud-").FullName;
        try
        {
            var random = new Random(1);
            var (plain, cog) = (Path.Combine(folder, "plain.tif"), Path.Combine(folder, "cog.tif"));
            File.WriteAllBytes(plain, TiffFile.Byte(Side, Side, Bands, (_, _, _) => (byte)random.Next(Classes)));
            GdalTool.Run("gdal_translate", "-q", "-of", "COG", "-co", "COMPRESS=DEFLATE", "-co", "BLOCKSIZE=512", plain, cog);
            return File.ReadAllBytes(cog);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>Pixels that the job reads around the window.</returns>
    private static async Task<int> RunJobAsync(BenchmarkService service, RangeServer server, int from, int side)
    {
        // TiffFile's place: cells of 10 from 500000, 5000000
        var (left, top) = (500000 + (10.0 * from), 5000000 - (10.0 * from));
        var client = service.Process.Client;
        var id = await client.SubmitAsync(new JsonObject
        {
            ["inputRaster"] = new JsonObject { ["url"] = server.Address.AbsoluteUri },
            ["model"] = new JsonObject { ["uri"] = "/rasterStores/store/copy.dlpk" },
            ["context"] = new JsonObject
            {
                ["reuseResults"] = false,
                ["extent"] = new JsonObject { ["xmin"] = left, ["ymin"] = top - (10.0 * side), ["xmax"] = left + (10.0 * side), ["ymax"] = top },
            },
        });
        var job = await client.FinishedAsync(id);
        return (string)job["status"]! == "succeeded"
            ? ServiceClient.Messages(job).Select(text => Padding(text)).FirstOrDefault(padding => padding >= 0, 0) : throw new InvalidOperationException(job.ToJsonString());
    }

    private static int Padding(string message)
    {
        const string Word = "padding ";
        var at = message.IndexOf(Word, StringComparison.OrdinalIgnoreCase);
        var digits = at < 0 ? "" : new string([.. message[(at + Word.Length)..].TakeWhile(char.IsAsciiDigit)]);
        return digits.Length > 0 ? int.Parse(digits, CultureInfo.InvariantCulture) : -1;
    }

    /// <returns>Seconds from start to end.</returns>
    private static double Translate(RangeServer server, int from, int to)
    {
        var folder = Directory.CreateTempSubdirectory("cloud-").FullName;
        try
        {
            var begun = Stopwatch.GetTimestamp();
            var side = (to - from).ToString(CultureInfo.InvariantCulture);
            var first = from.ToString(CultureInfo.InvariantCulture);
            GdalTool.Run(
                "gdal_translate", "-q", "--config", "GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR", "-srcwin", first, first, side, side, $"/vsicurl/{server.Address}", Path.Combine(folder, "out.tif"));
            return Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
