using System.Net;
using System.Net.Http.Headers;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>Pictures of results: their palettes, their entity tags, and who gets those that are kept in memory.</summary>
public sealed class ClassPictureTests(SecuredService service) : IClassFixture<SecuredService>
{
    private const int Columns = 60;
    private const int Rows = 40;
    private const byte NoData = 255;
    private static readonly string Address = $"exportImage?f=image&format=png32&size={Columns},{Rows}&bbox=500000,4999600,500600,5000000";

    [Theory]
    [InlineData(2, 2)]
    [InlineData(5, 4)]
    [InlineData(17, 8)]
    [InlineData(200, 8)]
    public async Task Classes_are_shown_by_a_palette_in_their_colours(int classes, int bits)
    {
        var (_, server) = await ClassifyAsync(classes);
        var colours = (await service.Ann.GetAsync($"{server}/colormap?f=json"))["colormap"]!.AsArray()
            .ToDictionary(entry => (int)entry![0]!, entry => ((int)entry![1]!, (int)entry[2]!, (int)entry[3]!, 255));

        var picture = PngFile.Read(await service.Ann.GetBytesAsync($"{server}/{Address}"));

        Assert.Equal((Columns, Rows, (int?)bits, classes + 1), (picture.Width, picture.Height, picture.IndexBits, picture.PaletteSize));
        for (var i = 0; i < Columns * Rows; i++)
        {
            var (row, column) = (i / Columns, i % Columns);
            var value = Value(classes, row, column);
            Assert.Equal(value == NoData ? (255, 255, 255, 0) : colours[value], picture.At(row, column));
        }
    }

    [Fact]
    public async Task A_kept_picture_is_for_those_who_may_see_the_item()
    {
        var (id, server) = await ClassifyAsync(5, "kept");
        await service.Ann.GetBytesAsync($"{server}/{Address}");

        using var known = await AskAsync(service.Ann, $"{server}/{Address}", null);
        var tag = known.Headers.ETag!;
        Assert.False(tag.IsWeak);
        Assert.True(known.Headers.CacheControl is { Private: true, NoCache: true });

        // another way to say the same: parameters in another order and with a token among them
        var token = (string)(await service.TokenAsync("ann"))["token"]!;
        using var turned = await AskAsync(service.Nobody, $"{server}/exportImage?bbox=500000,4999600,500600,5000000&SIZE={Columns},{Rows}&format=png32&f=image&token={token}", tag);
        Assert.Equal((HttpStatusCode.NotModified, tag), (turned.StatusCode, turned.Headers.ETag));

        foreach (var (other, status) in new[] { (service.Bob, HttpStatusCode.NotFound), (service.Viewer, HttpStatusCode.NotFound), (service.Nobody, HttpStatusCode.Unauthorized) })
        {
            foreach (var asked in new[] { null, tag })
            {
                using var refused = await AskAsync(other, $"{server}/{Address}", asked);
                Assert.Equal(status, refused.StatusCode);
                Assert.Null(refused.Headers.ETag);
                Assert.NotEqual("image/png", refused.Content.Headers.ContentType?.MediaType);
            }
        }

        // the same name for another raster is another picture
        using (var deleted = await service.Ann.Http.DeleteAsync($"api/v1/items/{id}"))
        {
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        using var gone = await AskAsync(service.Ann, $"{server}/{Address}", tag);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        var (_, another) = await ClassifyAsync(5, "kept");
        Assert.Equal(server, another);
        using var next = await AskAsync(service.Ann, $"{another}/{Address}", tag);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.NotEqual(tag, next.Headers.ETag);
    }

    private static byte Value(int classes, int row, int column) => (row * Columns) + column is var i && i % 13 == 0 ? NoData : (byte)(i / 5 % classes);

    private static async Task<HttpResponseMessage> AskAsync(ServiceClient client, string address, EntityTagHeaderValue? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        return await client.Http.SendAsync(request);
    }

    private async Task<(string Id, string Server)> ClassifyAsync(int classes, string? name = null)
    {
        var raster = TiffFile.Byte(Columns, Rows, 1, (_, row, column) => Value(classes, row, column), noData: NoData);
        var package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(classes)), TinyNetworks.CopyBand(classes));
        var (rasterId, modelId) = ((string)(await service.Ann.AddAsync(raster, $"scene{classes}.tif"))["id"]!, (string)(await service.Ann.AddAsync(package, "model.dlpk"))["id"]!);
        var request = ServiceClient.Request(rasterId, modelId);
        request["outputName"] = name ?? (string)request["outputName"]!;
        var (job, _) = await service.Ann.ClassifyAsync(request);
        return ((string)job["result"]!["itemId"]!, (string)job["result"]!["imageServer"]!);
    }
}
