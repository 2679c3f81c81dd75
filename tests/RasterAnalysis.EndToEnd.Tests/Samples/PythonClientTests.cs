using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Samples;

/// <summary><c>samples/python/rasteranalysis.py</c>, as a program and as a module, against the built service.</summary>
public sealed partial class PythonClientTests(SharedService service) : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const double Axis = 6378137;
    private const int Size = 64;
    private static readonly string Script = RepositoryFiles.Path("samples/python/rasteranalysis.py");
    private readonly string _folder = Directory.CreateTempSubdirectory("python-client").FullName;

    private ServiceClient Client => service.Client;

    private string Address => Client.Http.BaseAddress!.ToString().TrimEnd('/');

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_scene_is_classified_as_the_service_has_it_with_areas_of_its_classes()
    {
        var name = $"Script{Guid.NewGuid():N}";
        var map = Path.Combine(_folder, "map.tif");

        var (exitCode, output, errors) = await RunAsync(
            "classify", SampleScene.Path, RepositoryFiles.Path("samples/land-cover/land-cover.dlpk"), "-o", map, "--arg", "padding=64", "--name", name,
            "--context", """{"reuseResults": false}""");

        Assert.True(exitCode == 0, errors);
        var job = (await Client.GetAsync("api/v1/jobs")).AsArray().Single(found => (string)found!["outputName"]! == name)!;
        Assert.Equal("64", (string)(await Client.GetAsync($"api/v1/jobs/{(string)job["id"]!}/inputs"))["modelArguments"]!["padding"]!);
        var file = await File.ReadAllBytesAsync(map);
        Assert.Equal(await Client.GetBytesAsync((string)job["result"]!["raster"]!), file);
        Assert.Equal(await Client.GetBytesAsync($"{job["result"]!["raster"]}/{name}.tif.aux.xml"), await File.ReadAllBytesAsync($"{map}.aux.xml"));
        Assert.Equal([map, $"{map}.aux.xml"], Directory.GetFiles(_folder).Order());
        Assert.All(ServiceClient.Messages(job), message => Assert.Equal(2, errors.Split($"{message}\n").Length));
        Assert.Contains($"written: {map}\n", errors, StringComparison.Ordinal);

        var raster = CogFile.Read(file);
        AssertAreas(output, raster, ArealScale.PixelAreas(
            "EPSG:31985", raster.Levels[0].Width, raster.Levels[0].Height, raster.Grid[6], raster.Grid[0], 0, raster.Grid[7], 0, -raster.Grid[1]));
        Assert.Contains("  Open Water", output, StringComparison.Ordinal);
        Assert.Equal((0, output), await OutputAsync("areas", (string)job["result"]!["itemId"]!));
        await AssertPageAsync((string)job["result"]!["itemId"]!, name);
    }

    [Theory]
    [InlineData("EPSG:32633", 1000, 500000, 5000000)]
    [InlineData("EPSG:2263", 3000, 980000, 200000)] // feet
    [InlineData("EPSG:4326", 0.1, 14, 48)]
    [InlineData("EPSG:3857", 1000, 1500000, 6100000)]
    [InlineData(null, 10, 0, 640)]
    public async Task Hectares_are_those_of_the_ground_wherever_it_is_known(string? system, double cell, double left, double top)
    {
        var (scene, model) = (Path.Combine(_folder, "Stück \"1\".tif"), Path.Combine(_folder, "model.dlpk"));
        var plain = Path.Combine(_folder, "plain.tif");
        await File.WriteAllBytesAsync(plain, TiffFile.Byte(Size, Size, 1, (_, row, column) => (byte)(row * column % 3)));
        double[] corners = [left, top, left + (Size * cell), top - (Size * cell)];
        GdalTool.Run("gdal_translate", ["-q", .. system is null ? ["-co", "PROFILE=BASELINE"] : new[] { "-a_srs", system }, "-a_ullr", .. corners.Select(number => number.ToString(CultureInfo.InvariantCulture)), plain, scene]);
        await File.WriteAllBytesAsync(model, CopyOfBand());

        var (exitCode, output, errors) = await RunAsync("classify", scene, model, "-o", Path.Combine(_folder, "map.tif"), "--name", $"Script{Guid.NewGuid():N}");

        Assert.True(exitCode == 0, errors);
        AssertAreas(output, CogFile.Read(await File.ReadAllBytesAsync(Path.Combine(_folder, "map.tif"))), system switch
        {
            null => null,
            "EPSG:4326" => ByRow(row => Zone(Radians(top - (row * cell)), Radians(top - ((row + 1) * cell))) * Radians(cell)),
            "EPSG:3857" => ByRow(row => Zone(Mercator(top - (row * cell)), Mercator(top - ((row + 1) * cell))) * cell / Axis),
            _ => ArealScale.PixelAreas(system, Size, Size, left, cell, 0, top, 0, -cell),
        });
        Assert.EndsWith(system switch { null => "\nSquare metres are not known: the raster has no coordinate system.\n", "EPSG:4326" => "zone between two parallels.\n", _ => "integrated over each pixel.\n" }, output, StringComparison.Ordinal);

        static double[] ByRow(Func<int, double> areaOf) => [.. Enumerable.Range(0, Size).SelectMany(row => Enumerable.Repeat(areaOf(row), Size))];
        static double Radians(double degrees) => degrees * Math.PI / 180;
        static double Mercator(double y) => (2 * Math.Atan(Math.Exp(y / Axis))) - (Math.PI / 2);
    }

    [Fact]
    public async Task Rasters_of_a_mosaic_are_fetched_one_by_one()
    {
        var (east, west) = ($"{Guid.NewGuid():N}.tif", $"{Guid.NewGuid():N}.tif");
        await File.WriteAllBytesAsync(Path.Combine(service.Process.Store, east), TiffFile.Byte(Size, Size, 1, (_, row, _) => (byte)(row % 3)));
        await File.WriteAllBytesAsync(Path.Combine(service.Process.Store, west), TiffFile.Byte(Size, Size / 2, 1, (_, _, column) => (byte)(column % 3), left: 500600));
        using var layer = await Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new { name = $"Mosaic{east[..32]}", uris = new[] { $"/rasterStores/store/{east}", $"/rasterStores/store/{west}" } });
        var model = Path.Combine(_folder, "model.dlpk");
        await File.WriteAllBytesAsync(model, CopyOfBand());

        var (exitCode, output, errors) = await RunAsync(
            "classify", (string)(await layer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!, model, "--all-items", "--name", $"Script{east[..32]}", "-o", Path.Combine(_folder, "map.tif"));

        Assert.True(exitCode == 0, errors);
        CogFile Raster(int number) => CogFile.Read(File.ReadAllBytes(Path.Combine(_folder, $"map-{number}.tif")));
        Assert.Null(Raster(1).FirstDifference((row, _) => (uint)row % 3));
        Assert.Null(Raster(2).FirstDifference((_, column) => (uint)column % 3));
        Assert.EndsWith(" The 2 rasters are added up.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_service_refuses_is_said_with_its_field()
    {
        var text = Path.Combine(_folder, "scene.tif");
        await File.WriteAllTextAsync(text, "no raster");
        var scene = (string)(await Client.AddAsync(TiffFile.Byte(Size, Size, 1, (_, _, _) => 1), "scene.tif"))["id"]!;
        var model = (string)(await Client.AddAsync(CopyOfBand(), "model.dlpk"))["id"]!;

        var upload = await RunAsync("upload", text);
        var submit = await RunAsync("classify", scene, model, "--context", """{"cellSize": -1, "processorType": "TPU"}""");
        var failed = await RunAsync("classify", scene, model, "--extent", "-20,-20,-10,-10");
        var unknown = await RunAsync("follow", "no such/job");

        Assert.Equal((3, 3, 1, 3), (upload.ExitCode, submit.ExitCode, failed.ExitCode, unknown.ExitCode));
        var (_, refusal) = await Client.TryAddAsync(await File.ReadAllBytesAsync(text), "scene.tif");
        Assert.Equal($"error: file: {(string)refusal["errors"]![0]!["message"]!}\n", upload.Errors);
        Assert.Matches("^error: context.cellSize: .+\ncontext.processorType: .+\n$", submit.Errors);
        Assert.Matches("\nerror: Job j[0-9a-f]+ is failed. .*extent", failed.Errors);
        Assert.Matches("^error: .+\n$", unknown.Errors);
        Assert.All([upload, submit, failed, unknown], run => Assert.Empty(run.Output));
    }

    [Fact]
    public async Task Exit_codes_tell_a_wrong_command_line_from_a_service_that_is_not_there()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp); // bound but not listening: who connects is refused
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var missing = await RunAsync("classify", "nowhere.tif", "/rasterStores/store/model.dlpk");
        var words = await RunAsync("classify", "scene.tif", "model.dlpk", "--extent", "1,2,3");
        var folder = await RunAsync("areas");
        var away = await RunAsync([$"http://{silent.LocalEndPoint}", "areas", "0"]);
        var help = await OutputAsync("--help");

        Assert.Equal((2, 2, 2, 4, 0), (missing.ExitCode, words.ExitCode, folder.ExitCode, away.ExitCode, help.ExitCode));
        Assert.StartsWith("error: nowhere.tif is no file, no path in a store of the service", missing.Errors, StringComparison.Ordinal);
        Assert.Contains("--extent: '1,2,3' is not xmin,ymin,xmax,ymax", words.Errors, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", away.Errors, StringComparison.Ordinal);
        Assert.Contains("exit codes:\n  0    done\n", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_gets_errors_with_fields_and_each_event_once_although_the_stream_breaks()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "scene.tif"), TiffFile.Byte(Size, Size, 1, (_, row, _) => (byte)(row % 3)));
        await File.WriteAllBytesAsync(Path.Combine(_folder, "model.dlpk"), CopyOfBand());

        var run = await PythonAsync([
            "-c", """
            import itertools, json, sys
            import rasteranalysis

            class Cut(rasteranalysis.RasterAnalysis):
                def _stream(self, job):
                    yield from itertools.islice(super()._stream(job), 2)
                    raise ConnectionResetError("cut")

            whole, cut = rasteranalysis.RasterAnalysis(sys.argv[1]), Cut(sys.argv[1])
            scene, model = whole.upload("scene.tif", title="A scene", folder="Scripts"), whole.upload("model.dlpk")
            job = whole.submit(scene["id"], model, model_arguments={"tile_size": 64}, folder="Scripts", process_all_raster_items=False, context={"retryOnFailures": 1})
            told = {service is cut: [event for event in service.follow(job)] for service in (whole, cut)}
            try:
                whole.submit({"itemId": scene["id"]}, model, context={"cellSize": -1})
            except rasteranalysis.RasterAnalysisError as error:
                refusal = [error.status, error.code, error.field, error.message]
            print(json.dumps({
                "scene": scene, "job": whole.job(job), "refusal": refusal,
                "messages": [[event.data["text"] for event in told[is_cut] if event.kind == "message"] for is_cut in (False, True)],
                "last": [str(told[is_cut][-1]) for is_cut in (False, True)]}))
            """, Address]);

        Assert.True(run.ExitCode == 0, run.Errors);
        var answer = JsonNode.Parse(run.Output)!;
        Assert.Equal(("A scene", "Scripts"), ((string)answer["scene"]!["title"]!, (string)answer["scene"]!["folder"]!));
        var messages = ServiceClient.Messages(answer["job"]!);
        Assert.True(messages.Length > 2, answer["job"]!.ToJsonString());
        Assert.All(answer["messages"]!.AsArray(), told => Assert.Equal(messages, told!.AsArray().Select(text => (string)text!)));
        Assert.All(answer["last"]!.AsArray(), last => Assert.Equal("succeeded", (string)last!));
        Assert.Equal(["400", "invalid-request", "context.cellSize"], answer["refusal"]!.AsArray().Take(3).Select(part => part!.ToString()));
        Assert.StartsWith("context.cellSize: ", (string)answer["refusal"]![3]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_file_is_sent_without_being_read_into_memory()
    {
        const int Megabytes = 96;
        var file = Path.Combine(_folder, "large.tif");
        await using (var sparse = File.Create(file))
        {
            sparse.SetLength(Megabytes << 20);
        }

        // the address space of all that Python has, its libraries included
        var (exitCode, _, errors) = await RunProcessAsync("prlimit", [$"--as={(Megabytes << 20) * 2 / 3}", Python, Script, Address, "upload", file]);

        Assert.Equal(3, exitCode);
        Assert.StartsWith("error: file: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_goes_on_when_the_line_was_cut_and_when_it_is_asked_to_later()
    {
        await using var own = new ServiceProcess();
        await own.StartAsync();
        await using var line = new CutLine(() => own.Client.Http.BaseAddress!);
        var scene = TiffFile.Byte(6000, 4000, 1, (_, row, column) => (byte)((row * 5) ^ (column * 3)));
        var file = Path.Combine(_folder, "scene.tif");
        await File.WriteAllBytesAsync(file, scene);

        // an outage: what is sent begins again by itself, after the service was killed meanwhile
        line.CutAfter(10_000_000);
        var sending = RunAsync(line.Address, "upload", file, "--title", "Over a bad line");
        await line.IsCut;
        await own.KillAsync();
        await own.StartAsync();
        line.Restore();
        var run = await sending;
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.InRange(line.Sent, scene.Length, scene.Length + 8_000_000); // of ten megabytes only what was on its way goes twice
        Assert.Equal("Over a bad line", (string)(await own.Client.GetAsync($"api/v1/items/{run.Output.Trim()}"))["title"]!);
        Assert.Equal(scene, await own.Client.GetBytesAsync($"api/v1/items/{run.Output.Trim()}/data"));

        // the program gives up; another one goes on
        line.CutAfter(10_000_000);
        var given = await PythonAsync(["-c", "import sys, rasteranalysis; rasteranalysis.OUTAGE_SECONDS = 0; sys.exit(rasteranalysis.main())", line.Address, "upload", file]);
        Assert.Equal(4, given.ExitCode);
        var id = Regex.Match(given.Errors, "--resume ([0-9a-f]{32})\n").Groups[1].Value;
        line.Restore();
        var before = line.Sent;
        var wrong = await RunAsync(line.Address, "upload", Script, "--resume", id);
        var resumed = await RunAsync(line.Address, "upload", file, "--resume", id);

        Assert.True(resumed.ExitCode == 0, resumed.Errors);
        Assert.Equal((2, id), (wrong.ExitCode, resumed.Output.Trim()));
        Assert.InRange(line.Sent - before, 0, scene.Length - 3_000_000);
        Assert.Equal(scene, await own.Client.GetBytesAsync($"api/v1/items/{id}/data"));
    }

    [Fact]
    public async Task An_upload_waits_until_its_network_is_made()
    {
        await using var own = new ServiceProcess();
        own.Settings["RasterAnalysis__PythonFunctions__ConversionWait"] = "00:00:00";
        await own.StartAsync();

        var run = await PythonAsync([Script, own.Client.Http.BaseAddress!.ToString(), "upload", RepositoryFiles.Path("samples/kinds/arcgis-learn.dlpk")]);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal("rebuilt", (string)(await own.Client.GetAsync($"api/v1/items/{run.Output.Trim()}/model"))["runtime"]!);
    }

    /// <summary>A package whose class is the value of the band, 0 to 2.</summary>
    private static byte[] CopyOfBand() => TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3));

    /// <summary>The addresses that the page about results names.</summary>
    private async Task AssertPageAsync(string item, string name)
    {
        var page = await File.ReadAllTextAsync(RepositoryFiles.Path("docs/looking-at-results.md"));
        string[] addresses = [.. AddressOfResult().Matches(page).Select(match => match.Groups[1].Value).Distinct()];
        Assert.Equal(5, addresses.Length);
        foreach (var address in addresses)
        {
            using var answer = await Client.Http.GetAsync(address.Replace("<item>", item, StringComparison.Ordinal).Replace("<name>", name, StringComparison.Ordinal)
                .Replace("{z}/{y}/{x}", "0/0/0", StringComparison.Ordinal));
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        }
    }

    /// <summary>Square metres between two parallels, for each radian of longitude.</summary>
    private static double Zone(double one, double other)
    {
        const double squared = (2 - (1 / 298.257223563)) / 298.257223563;
        return Math.Abs(Q(Math.Sin(one)) - Q(Math.Sin(other))) * Axis * Axis / 2;

        static double Q(double sine)
        {
            var e = Math.Sqrt(squared);
            return (1 - squared) * ((sine / (1 - (squared * sine * sine))) - (Math.Log((1 - (e * sine)) / (1 + (e * sine))) / (2 * e)));
        }
    }

    /// <summary>Each line of the table against the pixels themselves.</summary>
    private static void AssertAreas(string table, CogFile raster, double[]? squareMetres)
    {
        var pixels = raster.Levels[0].Pixels.Index().Where(pixel => pixel.Item != 255).ToArray();
        var counts = pixels.CountBy(pixel => pixel.Item).ToDictionary();
        var sizes = pixels.GroupBy(pixel => pixel.Item).ToDictionary(group => group.Key, group => group.Sum(pixel => squareMetres?[pixel.Index] ?? 1));
        var rows = AreaRow().Matches(table);
        Assert.Equal(counts.Keys.Order(), rows.Select(row => uint.Parse(row.Groups["value"].Value, CultureInfo.InvariantCulture)));
        foreach (var row in rows.Cast<Match>())
        {
            double Number(string group) => double.Parse(row.Groups[group].Value, NumberStyles.Number, CultureInfo.InvariantCulture);
            var value = uint.Parse(row.Groups["value"].Value, CultureInfo.InvariantCulture);
            Assert.Equal(counts[value], Number("pixels"));
            Assert.Equal(100 * sizes[value] / sizes.Values.Sum(), Number("share"), 0.051);
            if (squareMetres is not null)
            {
                Assert.Equal(sizes[value] / 10_000, Number("hectares"), 0.00501);
            }
            else
            {
                Assert.Equal("not known", row.Groups["hectares"].Value);
            }
        }
    }

    private async Task<(int ExitCode, string Output)> OutputAsync(params string[] arguments) => await RunAsync(arguments) is var run ? (run.ExitCode, run.Output) : default;

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        PythonAsync(arguments[0].StartsWith("http", StringComparison.Ordinal) ? [Script, .. arguments] : [Script, Address, .. arguments]);

    private Task<(int ExitCode, string Output, string Errors)> PythonAsync(params string[] arguments) => RunProcessAsync(Python, arguments);

    private async Task<(int ExitCode, string Output, string Errors)> RunProcessAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        start.Environment["PYTHONPATH"] = Path.GetDirectoryName(Script);
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["PYTHONUTF8"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:5000(/[^\s`']*<(?:item|name)>[^\s`']*)")]
    private static partial Regex AddressOfResult();

    [GeneratedRegex(@"^ *(?<value>\d+)  (?<name>.+?) +(?<pixels>[\d,]+) +(?<share>[\d.]+)% +(?<hectares>[\d,.]+|not known)$", RegexOptions.Multiline)]
    private static partial Regex AreaRow();
}
