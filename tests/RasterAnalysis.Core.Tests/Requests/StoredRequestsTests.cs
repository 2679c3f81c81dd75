using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Core.Tests.Requests;

/// <summary>What of a request's inputs may stand in the database, wherever the request names them.</summary>
public sealed class StoredRequestsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-requests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Paths_move_with_the_data_folder_and_addresses_are_sealed()
    {
        var secrets = new SecretBox(Path.Combine(_folder, "key"));
        DataLayout here = new(Path.Combine(_folder, "here")), there = new(Path.Combine(_folder, "there"));
        var item = new InputLocation(Path.Combine(here.ItemFolder("7"), "a.tif"), Members: [new MosaicMember("a", Path.Combine(here.ItemFolder("7"), "b.tif"), false)]);
        var sealedOne = new InputLocation(null, Url: new Uri("https://host.test/model.dlpk?sig=secret"));
        var request = Request(item, sealedOne) with { MaskRaster = new InputLocation("/srv/store/mask.tif", IsTrusted: true) };

        var text = new StoredRequests(here, secrets).Write(request);
        var read = new StoredRequests(there, secrets).Read<JobRequest>(text);

        Assert.DoesNotContain(_folder, text, StringComparison.Ordinal);
        Assert.DoesNotContain("host.test", text, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(there.ItemFolder("7"), "a.tif"), read.Input.Path);
        Assert.Equal(Path.Combine(there.ItemFolder("7"), "b.tif"), Assert.Single(read.Input.Members!).Path);
        Assert.Equal((sealedOne.Url, null), (read.Model.Url, read.Model.SealedUrl));
        Assert.Equal((request.MaskRaster, null), (read.MaskRaster, read.SnapRaster));
    }

    [Fact]
    public void References_that_were_looked_up_are_not_stored_and_those_of_earlier_versions_are_dropped()
    {
        var requests = new StoredRequests(new DataLayout(_folder), new SecretBox(Path.Combine(_folder, "key")));
        var reference = new SourceReference(SourceKind.Url, "https://host.test/snap.tif?token=secret", ServiceToken: "secret");
        var context = new AnalysisContext { CellSizeSource = reference, SnapRaster = reference, MaskSource = reference, RetryOnFailures = 2 };

        var text = requests.Write(Request(new InputLocation("/srv/a.tif"), new InputLocation("/srv/m.dlpk")) with { Context = context });
        var earlier = text.Replace("\"context\":{", "\"context\":{\"snapRaster\":{\"kind\":\"url\",\"value\":\"https://host.test/?token=secret\"},", StringComparison.Ordinal);

        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.NotEqual(text, earlier);
        Assert.Equal(text, requests.Write(requests.Read<JobRequest>(earlier)));
        Assert.Equal(2, requests.Read<JobRequest>(earlier).Context.RetryOnFailures);
    }

    private static JobRequest Request(InputLocation input, InputLocation model) =>
        new(input, "a", model, "m", GivenArguments.Read(new Dictionary<string, string> { ["padding"] = "8" }, []), "Title", "", new AnalysisContext(), null, null);
}
