using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Pictures;

/// <summary>A large upload is there at once, and gets overviews beside it.</summary>
public sealed class OverviewTests(OwnService own) : IClassFixture<OwnService>
{
    private const int Columns = 3000;
    private const int Rows = 2500;
    private const int Patch = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Overviews_come_after_the_upload_and_change_neither_file_nor_picture()
    {
        var content = TiffFile.Byte(Columns, Rows, 3, (band, row, column) => (byte)((band * 60) + (row / Patch * 5) + (column / Patch)));
        var item = await own.Client.AddAsync(content, "large.tif");
        var (id, server) = ((string)item["id"]!, (string)item["imageServer"]!);
        var picture = $"{server}/exportImage?f=image&format=png32&size={Columns / Patch},{Rows / Patch}&interpolation=RSP_NearestNeighbor";

        var before = PngFile.Read(await own.Client.GetBytesAsync(picture));
        var overviews = Path.Combine(own.Process.DataRoot, "items", id, "large.tif.ovr");
        await Until.TrueAsync(() => Task.FromResult(File.Exists(overviews)), "the overviews");
        var after = PngFile.Read(await own.Client.GetBytesAsync(picture));
        for (var row = 0; row < Rows / Patch; row++)
        {
            for (var column = 0; column < Columns / Patch; column++)
            {
                var red = (byte)((row * 5) + column);
                var expected = (red, (byte)(red + 60), (byte)(red + 120), 255);
                Assert.Equal(expected, before.At(row, column));
                Assert.Equal(expected, after.At(row, column));
            }
        }

        Assert.Equal(content, await own.Client.GetBytesAsync($"api/v1/items/{id}/data"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(own.Process.DataRoot, "overviews")));
        using var deleted = await own.Client.Http.DeleteAsync($"api/v1/items/{id}", Cancellation);
        Assert.False(Directory.Exists(Path.Combine(own.Process.DataRoot, "items", id)));
    }

    [Fact]
    public async Task Overviews_that_a_power_cut_interrupts_are_made_at_the_next_start()
    {
        await using var service = new ServiceProcess();
        await service.StartAsync();
        var id = (string)(await service.Client.AddAsync(TiffFile.Byte(Columns, Rows, 1, (_, row, column) => (byte)(row ^ column)), "cut.tif"))["id"]!;
        await service.KillAsync();
        var item = Path.Combine(service.DataRoot, "items", id);
        File.Delete(Path.Combine(item, "cut.tif.ovr"));
        Directory.CreateDirectory(Path.Combine(service.DataRoot, "overviews", "left-over"));

        await service.StartAsync();

        await Until.TrueAsync(() => Task.FromResult(File.Exists(Path.Combine(item, "cut.tif.ovr"))), "the overviews");
        await Until.TrueAsync(() => Task.FromResult(Directory.GetFileSystemEntries(Path.Combine(service.DataRoot, "overviews")).Length == 0), "the folder to be empty");
    }
}
