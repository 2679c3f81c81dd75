using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>Peaks of resident memory over one job: of the web process and of its processing instance, by the kernel's own account.</summary>
internal static class MemoryPeaks
{
    /// <summary>Columns and rows of a raster that any way of reading has room for.</summary>
    public const int SmallSide = 2000;

    private const int Classes = 5;
    private const int NoiseSide = 500;

    /// <summary>Runs a job on an empty virtual raster, on a service that has done nothing before.</summary>
    /// <param name="side">Columns and rows.</param>
    /// <returns>MiB, and how long the job took.</returns>
    public static async Task<(long Service, long Instance, double Seconds)> MeasureAsync(int side)
    {
        await using var service = new ServiceProcess();
        await service.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(service.Store, "empty.vrt"), EmptyRaster(side));
        await File.WriteAllBytesAsync(
            Path.Combine(service.Store, "model.dlpk"),
            TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes)));
        var id = await service.Client.SubmitAsync(new JsonObject
        {
            ["inputRaster"] = new JsonObject { ["uri"] = "/rasterStores/store/empty.vrt" },
            ["model"] = new JsonObject { ["uri"] = "/rasterStores/store/model.dlpk" },
        });
        var (_, peaks, instance, seconds) = await OfJobAsync(service, id);
        return (peaks, instance, seconds);
    }

    /// <summary>Waits for a job, from whose beginning on peaks are counted.</summary>
    /// <param name="service">Its service.</param>
    /// <param name="id">The job.</param>
    /// <returns>The job, MiB, and how long it took.</returns>
    public static async Task<(JsonNode Job, long Service, long Instance, double Seconds)> OfJobAsync(ServiceProcess service, string id)
    {
        foreach (var process in service.InstanceIds().Append(service.Id))
        {
            // the peak is that from now on (proc(5))
            await File.WriteAllTextAsync($"/proc/{process}/clear_refs", "5");
        }

        long peak = 0;
        var job = await Until.FoundAsync(
            async () =>
            {
                peak = Math.Max(peak, service.InstanceIds().Select(PeakOf).DefaultIfEmpty(0).Max());
                var job = await service.Client.JobAsync(id);
                return (string)job["status"]! is "succeeded" or "failed" ? job : null;
            },
            $"job {id}", TimeSpan.FromHours(1));
        return (string)job["status"]! == "succeeded"
            ? (job, PeakOf(service.Id), peak, ((DateTimeOffset)job["finished"]! - (DateTimeOffset)job["started"]!).TotalSeconds)
            : throw new InvalidOperationException(job.ToJsonString());
    }

    /// <summary>Uploads a raster of noise without overviews and takes a picture of 64×64 pixels, on a service that has done nothing before.</summary>
    /// <returns>MiB, and how long the picture took.</returns>
    public static async Task<(long Service, long Instance, double Seconds)> MeasurePictureAsync(int bands, bool isWide, int side, bool isTiled)
    {
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__Pictures__MaxTime"] = "00:05:00"; // it is memory that is measured, however busy the machine is
        await service.StartAsync();
        var (noise, raster) = (Path.Combine(service.Store, "noise.tif"), Path.Combine(service.Store, "raster.tif"));
        var random = new Random(3);
        await File.WriteAllBytesAsync(noise, isWide
            ? TiffFile.UInt16(NoiseSide, NoiseSide, bands, (_, _, _) => (ushort)random.Next(10_000))
            : TiffFile.Byte(NoiseSide, NoiseSide, bands, (_, _, _) => (byte)random.Next(256)));
        var size = side.ToString(CultureInfo.InvariantCulture);
        GdalTool.Run("gdal_translate", "-q", "-outsize", size, size, "-co", $"TILED={(isTiled ? "YES" : "NO")}", "-co", "COMPRESS=DEFLATE", "-co", "ZLEVEL=1", noise, raster);
        var server = (string)(await service.Client.AddAsync(await File.ReadAllBytesAsync(raster), "raster.tif"))["imageServer"]!;

        long peak = 0;
        var watch = Stopwatch.StartNew();
        var picture = service.Client.GetBytesAsync($"{server}/exportImage?f=image&format=png32&size=64,64");
        await Until.TrueAsync(
            () =>
            {
                peak = Math.Max(peak, service.InstanceIds().Select(PeakOf).DefaultIfEmpty(0).Max());
                return Task.FromResult(picture.IsCompleted);
            },
            $"the picture of {side}² pixels");
        var seconds = watch.Elapsed.TotalSeconds;
        return PngFile.Read(await picture).Width == 64 ? (PeakOf(service.Id), peak, seconds) : throw new InvalidOperationException("It is no picture of 64 columns.");
    }

    /// <summary>A virtual raster of one band of zeros.</summary>
    public static string EmptyRaster(int side) => string.Create(
        CultureInfo.InvariantCulture,
        $"""<VRTDataset rasterXSize="{side}" rasterYSize="{side}"><GeoTransform>500000, 1, 0, 5000000, 0, -1</GeoTransform><VRTRasterBand dataType="Byte" band="1" blockXSize="512" blockYSize="512"/></VRTDataset>""");

    /// <summary>MiB (<c>VmHWM</c> of proc(5)); 0 when the process is gone.</summary>
    private static long PeakOf(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) >> 10;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
