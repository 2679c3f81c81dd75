using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.OpenApi.Tests;

/// <summary>A client in C# (<c>CSharpUser.cs</c>) by the classes that NSwag makes: it compiles, uploads, submits, waits and downloads.</summary>
public sealed class CSharpClientTests(DescribedService service)
{
    private string Address => service.Client.Http.BaseAddress!.AbsoluteUri;

    [Fact]
    public async Task Classes_made_of_the_document_carry_a_job()
    {
        var client = await CSharpClient.MakeAsync(service.Document);

        var file = await client.CallAsync<byte[]>("ClassifyAsync", Address, service.Raster, service.Package);

        var raster = CogFile.Read(file);
        Assert.Equal((40, 30), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference((row, column) => (uint)DescribedService.ClassAt(row, column)));
        Assert.Equal(["context.cellSize", "inputRaster", "invalid-request", "model"], (await client.CallAsync<string[]>("FaultsAsync", Address)).Order(StringComparer.Ordinal));
    }
}
