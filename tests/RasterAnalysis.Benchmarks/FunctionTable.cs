using System.Diagnostics;
using System.Globalization;
using RasterAnalysis.Models.PythonFunctions;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Testing;
using RasterAnalysis.Worker.Python;
using RasterAnalysis.Worker.RasterFunctions;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// A Python raster function over blocks of 256² pixels and three bands: milliseconds a block through its confined process, and in a plain loop that calls it, by turns. The rest is what our side of
/// it costs.
/// </summary>
internal static class FunctionTable
{
    private const int Side = 256;
    private const int Bands = 3;
    private const int Blocks = 400;
    private const int Rounds = 7;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("rasteranalysis-function-").FullName;
        try
        {
            File.Copy(RepositoryFiles.Path("tests/RasterAnalysis.Benchmarks/Functions/Roots.py"), Path.Combine(folder, "Roots.py"));
            await File.WriteAllTextAsync(Path.Combine(folder, "model.emd"), "{}");
            return await MeasureAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<object>> MeasureAsync(string folder)
    {
        var call = new RasterFunctionCall(
            "Roots.py", "model.emd", new Dictionary<string, string>(), new FunctionRaster(4096, 4096, Bands, PixelType.U8, null, new GeoTransform(0, 1, 0, 0, 0, -1), null));
        var runtime = new PythonFunctionRuntime(new PythonSettings { Mode = PythonFunctionMode.Confined });
        using var session = (FunctionSession)runtime.Load(new NetworkLoad(Path.Combine(folder, "Roots.py"), ProcessorType.Cpu) { Function = call, Threads = 1 }, []);
        using var loop = Process.Start(new ProcessStartInfo("/usr/bin/python3", [RepositoryFiles.Path("tests/RasterAnalysis.Benchmarks/Functions/plain_loop.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var input = new float[(Bands + 1) * Side * Side];
        for (var i = 0; i < input.Length; i++)
        {
            input[i] = i < Bands * Side * Side ? i * 7 % 256 : 1;
        }

        RunBlocks(session, input, 50);
        await LoopAsync(loop, 50);
        Console.WriteLine($"{"loop ms",10}{"session ms",12}{"overhead ms",13}");
        var measured = new List<(double Loop, double Session)>();
        for (var round = 0; round < Rounds; round++)
        {
            var (before, ours, after) = (await LoopAsync(loop, Blocks / 2), RunBlocks(session, input, Blocks), await LoopAsync(loop, Blocks / 2));
            measured.Add(((before + after) / 2, ours));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measured[^1].Loop,10:F3}{ours,12:F3}{ours - measured[^1].Loop,13:F3}"));
        }

        loop.StandardInput.Close();
        await loop.WaitForExitAsync();
        var overhead = Table.Median(measured.Select(pair => pair.Session - pair.Loop));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median overhead {overhead:F3} ms"));
        return
        [
            new
            {
                side = Side, bands = Bands, loop = Table.Median(measured.Select(pair => pair.Loop)), session = Table.Median(measured.Select(pair => pair.Session)), overhead,
                measured = measured.Select(pair => new[] { pair.Loop, pair.Session }),
            },
        ];
    }

    /// <summary>Milliseconds a block.</summary>
    private static double RunBlocks(FunctionSession session, float[] input, int blocks)
    {
        var clock = Stopwatch.StartNew();
        for (var block = 0; block < blocks; block++)
        {
            session.Place(new PixelWindow(block % 16 * Side, block / 16 % 16 * Side, Side, Side));
            session.Run(input, [1, Bands + 1, Side, Side], [FunctionSession.OutputName]);
        }

        return clock.Elapsed.TotalMilliseconds / blocks;
    }

    private static async Task<double> LoopAsync(Process loop, int blocks)
    {
        await loop.StandardInput.WriteLineAsync(blocks.ToString(CultureInfo.InvariantCulture));
        await loop.StandardInput.FlushAsync();
        return double.Parse((await loop.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture) * 1000 / blocks;
    }
}
