using System.Text;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>ArcGIS classifier definitions over HTTP: the raster is that of the greatest likelihood, by plain arithmetic.</summary>
public sealed class MaximumLikelihoodTests(SharedService service)
{
    private const int Width = 211;
    private const int Height = 157;

    [Theory]
    [InlineData(1, "11 41", "alone")]
    [InlineData(3, "0 1 2", "alone")]
    [InlineData(6, "95 11 41 2 7 8 9", "archive")]
    [InlineData(6, "0 5", "named")]
    public async Task A_classifier_gives_the_class_of_greatest_likelihood(int bands, string values, string form)
    {
        var classifier = new ClassifierFile(bands, [.. values.Split(' ').Select(long.Parse)]);
        var content = Encoding.UTF8.GetBytes(classifier.Document.ToJsonString());
        var item = form switch
        {
            "alone" => await service.Client.AddAsync(content, "trained.ecd"),
            "archive" => await service.Client.AddAsync(TestPackages.Zip(("trained.ecd", content)), "trained.dlpk"),
            _ => await service.Client.AddAsync(TestPackages.Zip(("trained.ecd", content), ("model.emd", Encoding.UTF8.GetBytes("""{"ModelType": "ImageClassification", "ModelFile": "trained.ecd"}"""))), "trained.zip"),
        };
        var raster = await service.Client.AddAsync(TiffFile.Byte(Width, Height, bands, Sample), "input.tif");
        var (job, result) = await service.Client.ClassifyAsync(ServiceClient.Request((string)raster["id"]!, (string)item["id"]!));

        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("exact, tiled equals whole", StringComparison.Ordinal));
        Assert.Null(result.FirstDifference((row, column) =>
            (uint)classifier.ClassOf([.. Enumerable.Range(0, bands).Select(band => (double)Sample(band, row, column))])));
        Assert.Equal((10, 20, 30), result.ColorOf((int)long.Parse(values.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Another_classifier_is_refused_by_name()
    {
        var classifier = new ClassifierFile(3, 1, 2);
        classifier.Document["Definitions"]![0]!["Classifier"] = "SupportVectorMachine";

        var (status, body) = await service.Client.TryAddAsync(Encoding.UTF8.GetBytes(classifier.Document.ToJsonString()), "trained.ecd");

        Assert.Equal(400, (int)status);
        Assert.Contains("Definitions[0].Classifier is 'SupportVectorMachine'", (string)body["detail"]!, StringComparison.Ordinal);
    }

    private static byte Sample(int band, int row, int column) =>
        (byte)((uint)(((row / 2 * 7919) ^ (column / 3 * 104729) ^ (band * 1299709)) * 2654435761u) >> 24);
}
