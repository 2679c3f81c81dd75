using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>How sure the network was of each pixel: a second raster of the same run, as arithmetic of the test's own has it.</summary>
public sealed class ConfidenceTests(SharedService shared)
{
    private const int Width = 1300;
    private const int Height = 700;
    private const byte NoData = 0;
    private const uint None = 255;

    // half a per cent, for whole numbers, and what Float32 makes of it
    private const double Tolerance = 0.51;

    private static readonly float[] Slopes = [0.02f, -0.03f, 0.05f, 0.01f];
    private static readonly float[] Biases = [0.5f, 4f, -6f, 1f];

    private static readonly byte[] Raster = TiffFile.Byte(Width, Height, 1, (_, row, column) => Value(row, column), NoData);

    [Theory]
    [InlineData(null, false, 1.0)]
    [InlineData(null, true, 1.0)]
    [InlineData(null, false, 2.5)]
    [InlineData("Softmax", false, 1.0)]
    [InlineData("Softmax", false, 0.5)]
    [InlineData("Softmax", true, 2.5)]
    public async Task It_is_the_softmax_and_the_classes_stay_as_they_were(string? last, bool isNhwc, double temperature)
    {
        var package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(4), ("Temperature", temperature)), TinyNetworks.Lines(Slopes, Biases, last, isNhwc));
        var arguments = new JsonObject { ["confidence"] = "entropy, Confidence,margin", ["tile_size"] = 200 };
        var (input, model) = ((string)(await shared.Client.AddAsync(Raster, "values.tif"))["id"]!, (string)(await shared.Client.AddAsync(package, "lines.dlpk"))["id"]!);
        var (job, classes) = await shared.Client.ClassifyAsync(ServiceClient.Request(input, model, arguments));
        var bands = await BandsAsync(job, 3);
        var (plainJob, _) = await shared.Client.ClassifyAsync(ServiceClient.Request(input, model, new JsonObject { ["tile_size"] = 200 }));

        var (confidence, margin, entropy) = (bands[0], bands[1], bands[2]);
        Assert.All(bands, band => Assert.Equal((3, 8, "255"), (band.Bands, band.Bits, band.NoData)));
        Assert.Equal(0, Places(Height, Width).Count(place =>
        {
            if (Value(place.Row, place.Column) == NoData)
            {
                return bands.Any(band => band.At(place.Row, place.Column) != None);
            }

            var expected = Softmax(Value(place.Row, place.Column), temperature);
            var sorted = expected.OrderDescending().ToArray();
            return !IsNear(confidence, place, expected[classes.At(place.Row, place.Column)])
                || !IsNear(margin, place, sorted[0] - sorted[1])
                || !IsNear(entropy, place, -expected.Sum(p => p * Math.Log(p)) / Math.Log(4));
        }));
        Assert.Equal(WithoutJob(plainJob, await RasterAsync(plainJob)), WithoutJob(job, await RasterAsync(job)));
        AssertOverviews(confidence);
        AssertOverviews(entropy);
        Assert.Empty(confidence.LayoutFaults());
        Assert.Equal(classes.Grid, confidence.Grid);

        var item = await shared.Client.GetAsync($"/api/v1/items/{job["result"]!["confidence"]!["itemId"]}");
        Assert.EndsWith($"/{(string)job["outputName"]!}_Confidence/ImageServer", (string)item["imageServer"]!, StringComparison.Ordinal);
        Assert.Contains(
            ServiceClient.Messages(job), text => text.StartsWith("A second raster says of each pixel, from 0 to 100: confidence, margin, entropy.", StringComparison.Ordinal)
                && text.Contains(temperature == 1 ? "the .emd gives no Temperature" : $"Temperature of {temperature}".Replace(',', '.'), StringComparison.Ordinal));
        var service = await shared.Client.GetAsync($"{new Uri((string)job["result"]!["confidence"]!["imageServer"]!).PathAndQuery}?f=json");
        Assert.Equal((3, "U8"), ((int)service["bandCount"]!, (string)service["pixelType"]!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_network_of_one_channel_is_as_sure_of_what_is_not_the_class(bool isSigmoid)
    {
        var package = TestPackages.Package(TestPackages.Definition([(7, "High", [9, 9, 9])], ("Temperature", 2)), TinyNetworks.OneChannel(120, 0.05f, isSigmoid));
        var (_, classes, bands) = await ClassifyAsync(package, new JsonObject { ["confidence"] = "confidence,margin", ["threshold"] = 0.7 });

        Assert.Equal(0, Places(Height, Width).Count(place =>
        {
            var value = Value(place.Row, place.Column);
            var high = 1 / (1 + Math.Exp(-(value - 120) * 0.05 / 2));
            var ofClass = classes.At(place.Row, place.Column) == 7 ? high : 1 - high;
            return value == NoData ? bands[0].At(place.Row, place.Column) != None : !IsNear(bands[0], place, ofClass) || !IsNear(bands[1], place, Math.Max(0, (2 * ofClass) - 1));
        }));
        Assert.Contains(Places(Height, Width), place => bands[1].At(place.Row, place.Column) == 0);
    }

    [Fact]
    public async Task Classes_that_stand_each_for_itself_have_their_own_probability()
    {
        var package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(4)), TinyNetworks.Lines(Slopes, Biases, "Sigmoid"));
        var (_, classes, bands) = await ClassifyAsync(package, new JsonObject { ["confidence"] = "confidence" });

        Assert.Equal(0, Places(Height, Width).Count(place =>
        {
            var value = Value(place.Row, place.Column);
            var channel = (int)classes.At(place.Row, place.Column);
            return value == NoData ? bands[0].At(place.Row, place.Column) != None
                : !IsNear(bands[0], place, 1 / (1 + Math.Exp(-((Slopes[channel] * (double)value) + Biases[channel]))));
        }));
    }

    [Fact]
    public async Task A_channel_that_may_not_win_is_part_of_the_doubt()
    {
        // four channels and three classes: the first is the background, which is not predicted
        var classes = TestPackages.NumberedClasses(4).Skip(1);
        var package = TestPackages.Package(TestPackages.Definition(classes), TinyNetworks.Lines(Slopes, Biases));
        var (_, raster, bands) = await ClassifyAsync(package, new JsonObject { ["confidence"] = "confidence,margin" });

        Assert.Equal(0, Places(Height, Width).Count(place =>
        {
            if (Value(place.Row, place.Column) == NoData)
            {
                return false;
            }

            var expected = Softmax(Value(place.Row, place.Column), 1);
            var winner = expected[raster.At(place.Row, place.Column)];
            return !IsNear(bands[0], place, winner) || !IsNear(bands[1], place, Math.Max(0, winner - expected.Where((_, channel) => channel != raster.At(place.Row, place.Column)).Max()));
        }));
        Assert.Contains(Places(Height, Width), place => bands[1].At(place.Row, place.Column) == 0);
    }

    [Fact]
    public async Task The_same_job_again_takes_both_rasters_and_a_smoothed_one_keeps_what_the_network_said()
    {
        var package = (string)(await shared.Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(4)), TinyNetworks.Lines(Slopes, Biases)), "lines.dlpk"))["id"]!;
        var input = (string)(await shared.Client.AddAsync(Raster, "values.tif"))["id"]!;
        JsonObject Request(params (string Name, JsonNode Value)[] more)
        {
            var arguments = new JsonObject { ["confidence"] = "confidence" };
            foreach (var (name, value) in more)
            {
                arguments[name] = value;
            }

            return ServiceClient.Request(input, package, arguments, new JsonObject { ["reuseResults"] = true });
        }

        var (first, _) = await shared.Client.ClassifyAsync(Request());
        var (second, _) = await shared.Client.ClassifyAsync(Request());
        var (smoothed, _) = await shared.Client.ClassifyAsync(Request(("minimum_mapping_unit", 50)));

        Assert.Contains(ServiceClient.Messages(second), text => text.Contains("its result is taken", StringComparison.Ordinal));
        Assert.NotEqual((string)first["result"]!["confidence"]!["itemId"]!, (string)second["result"]!["confidence"]!["itemId"]!);
        var pixels = await BandsAsync(first, 1);
        Assert.Equal(pixels[0].Levels[0].Pixels, (await BandsAsync(second, 1))[0].Levels[0].Pixels);
        Assert.Equal(pixels[0].Levels[0].Pixels, (await BandsAsync(smoothed, 1))[0].Levels[0].Pixels);

        // what is gone is made again
        using var gone = await shared.Client.Http.DeleteAsync($"/api/v1/items/{first["result"]!["confidence"]!["itemId"]}", TestContext.Current.CancellationToken);
        using var alsoGone = await shared.Client.Http.DeleteAsync($"/api/v1/items/{second["result"]!["confidence"]!["itemId"]}", TestContext.Current.CancellationToken);
        var (third, _) = await shared.Client.ClassifyAsync(Request());
        Assert.DoesNotContain(ServiceClient.Messages(third), text => text.Contains("its result is taken", StringComparison.Ordinal));
        Assert.Equal(pixels[0].Levels[0].Pixels, (await BandsAsync(third, 1))[0].Levels[0].Pixels);
    }

    [Theory]
    [InlineData("confidence", "sureness", "'sureness' must be none, or any of confidence, margin and entropy")]
    [InlineData("confidence", "confidence,", "must be none, or any of")]
    [InlineData("uncertain_below", "1.5", "'1.5' must be a number from 0 to 1")]
    [InlineData("uncertain_below", "half", "'half' must be a number from 0 to 1")]
    public async Task What_cannot_be_taken_is_said(string argument, string value, string fault)
    {
        var (status, body) = await shared.Client.TrySubmitAsync(ServiceClient.Request(new string('0', 32), new string('1', 32), new JsonObject { [argument] = value }));

        Assert.Equal(400, (int)status);
        Assert.Contains(body["errors"]!.AsArray(), error => (string)error!["field"]! == $"modelArguments.{argument}" && ((string)error["message"]!).Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_raster_of_probabilities_and_a_network_that_decides_have_no_confidence()
    {
        var (status, body) = await shared.Client.TrySubmitAsync(
            ServiceClient.Request(new string('0', 32), new string('1', 32), new JsonObject { ["confidence"] = "margin", ["return_probability_raster"] = true }));
        Assert.Equal(400, (int)status);
        Assert.Contains(body["errors"]!.AsArray(), error => (string)error!["field"]! == "modelArguments.confidence");

        var package = (string)(await shared.Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(4)), TinyNetworks.ClassIds(4)), "ids.dlpk"))["id"]!;
        var input = (string)(await shared.Client.AddAsync(TiffFile.Byte(64, 64, 1, (_, row, _) => (byte)(row % 4)), "rows.tif"))["id"]!;
        var card = await shared.Client.GetAsync($"/api/v1/items/{package}/model");
        Assert.DoesNotContain(card["arguments"]!.AsArray(), argument => (string)argument!["name"]! is "confidence" or "uncertain_below");
        var job = await shared.Client.FinishedAsync(await shared.Client.SubmitAsync(ServiceClient.Request(input, package, new JsonObject { ["uncertain_below"] = 0.5 })));
        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job, "error"), text => text.StartsWith("modelArguments.uncertain_below: The network decides the classes itself", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData("warm")]
    public async Task A_temperature_that_is_none_is_refused(object temperature)
    {
        var value = temperature is int number ? JsonValue.Create(number) : JsonValue.Create((string)temperature);
        var (status, body) = await shared.Client.TryAddAsync(
            TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(4), ("Temperature", value)), TinyNetworks.Lines(Slopes, Biases)), "warm.dlpk");

        Assert.Equal(400, (int)status);
        Assert.Contains("Temperature must be a number from 0.01 to 100.", body.ToJsonString(), StringComparison.Ordinal);
    }

    private static byte Value(int row, int column) => (byte)((((row / 3) * 7) + (column / 2 * 5)) % 251);

    private static double[] Softmax(byte value, double temperature)
    {
        var scores = Slopes.Select((slope, k) => ((slope * (double)value) + Biases[k]) / temperature).ToArray();
        var sum = scores.Sum(Math.Exp);
        return [.. scores.Select(score => Math.Exp(score) / sum)];
    }

    private static bool IsNear(CogFile band, (int Row, int Column) place, double share) => Math.Abs(band.At(place.Row, place.Column) - (100 * share)) <= Tolerance;

    /// <summary>Each pixel of an overview is the mean of the two by two below it, those without a value left out.</summary>
    private static void AssertOverviews(CogFile band)
    {
        Assert.Equal(3, band.Levels.Count);
        foreach (var (below, above) in band.Levels.Zip(band.Levels.Skip(1)))
        {
            Assert.Equal(0, Places(above.Height, above.Width).Count(place =>
            {
                uint[] found = [.. Places(2, 2).Select(step => (Row: (2 * place.Row) + step.Row, Column: (2 * place.Column) + step.Column))
                    .Where(at => at.Row < below.Height && at.Column < below.Width).Select(at => below.Pixels[(at.Row * below.Width) + at.Column]).Where(value => value != None)];
                var expected = found.Length == 0 ? None : (uint)Math.Floor((found.Sum(value => (double)value) / found.Length) + 0.5);
                return above.Pixels[(place.Row * above.Width) + place.Column] != expected;
            }));
        }
    }

    private static IEnumerable<(int Row, int Column)> Places(int height, int width) => Enumerable.Range(0, height * width).Select(pixel => (pixel / width, pixel % width));

    /// <summary>The id of a job stands in its raster.</summary>
    private static byte[] WithoutJob(JsonNode job, byte[] raster)
    {
        var (id, copy) = (System.Text.Encoding.ASCII.GetBytes((string)job["id"]!), raster.ToArray());
        for (var at = copy.AsSpan().IndexOf(id); at >= 0; at = copy.AsSpan().IndexOf(id))
        {
            copy.AsSpan(at, id.Length).Clear();
        }

        return copy;
    }

    private async Task<(JsonNode Job, CogFile Classes, CogFile[] Bands)> ClassifyAsync(byte[] package, JsonObject arguments)
    {
        var (job, classes) = await shared.Client.ClassifyAsync(Raster, package, arguments);
        return (job, classes, await BandsAsync(job, ((string)arguments["confidence"]!).Split(',').Length));
    }

    private async Task<CogFile[]> BandsAsync(JsonNode job, int count)
    {
        var file = await shared.Client.GetBytesAsync((string)job["result"]!["confidence"]!["raster"]!);
        return [.. Enumerable.Range(1, count).Select(band => CogFile.Read(file, band))];
    }

    private Task<byte[]> RasterAsync(JsonNode job) => shared.Client.GetBytesAsync((string)job["result"]!["raster"]!);
}
