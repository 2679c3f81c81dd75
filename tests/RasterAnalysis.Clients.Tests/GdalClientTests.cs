using System.Globalization;
using System.Xml.Linq;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Clients.Tests;

/// <summary>GDAL's own drivers on the image service of a result: the one for ArcGIS servers (WMS driver, service AGS), and the one for tiles.</summary>
public sealed class GdalClientTests(ClientScene scene)
{
    [Fact]
    public async Task The_AGS_driver_gives_the_picture_of_the_classes()
    {
        var description = scene.File("service.xml");
        await File.WriteAllTextAsync(description, Describe((string)scene.Result["imageServer"]!));
        var picture = scene.File("service.png");

        GdalTool.Run("gdal_translate", "-q", "-of", "PNG", description, picture);

        var seen = PngFile.Read(await File.ReadAllBytesAsync(picture));
        Assert.Equal((ClientScene.Width, ClientScene.Height), (seen.Width, seen.Height));
        for (var row = 0; row < ClientScene.Height; row++)
        {
            for (var column = 0; column < ClientScene.Width; column++)
            {
                var color = ClientScene.Classes[ClientScene.ClassAt(row, column)].Color;
                Assert.Equal((color[0], color[1], color[2], 255), seen.At(row, column));
            }
        }
    }

    [Fact]
    public async Task The_WMTS_driver_finds_the_tiles_of_the_classes()
    {
        var picture = scene.File("tiled.png");

        // a cell is about two of the tiles' pixels at this size
        GdalTool.Run(
            "gdal_translate", "-q", "-of", "PNG", "-r", "nearest", "-outsize", "200", "200", "-projwin",
            Text(ClientScene.Left), Text(ClientScene.Top), Text(ClientScene.Left + (100 * ClientScene.Cell)), Text(ClientScene.Top - (100 * ClientScene.Cell)),
            $"WMTS:{scene.Result["imageServer"]}/WMTS/1.0.0/WMTSCapabilities.xml", picture);

        var seen = PngFile.Read(await File.ReadAllBytesAsync(picture));
        var right = 0;
        for (var row = 1; row < 99; row++)
        {
            for (var column = 1; column < 99; column++)
            {
                var color = ClientScene.Classes[ClientScene.ClassAt(row, column)].Color;
                var (red, green, blue, _) = seen.At((row * 2) + 1, (column * 2) + 1);
                right += (red, green, blue) == (color[0], color[1], color[2]) ? 1 : 0;
            }
        }

        // the tiles have a grid of their own, so a pixel beside a cell's edge may show its neighbour
        Assert.InRange(right, 98 * 98 * 9 / 10, 98 * 98);
    }

    [Fact]
    public void A_result_by_its_name_has_its_category_names_and_its_attribute_table()
    {
        var copy = scene.File("classes.vrt");

        // GDAL looks for the sidecar beside the address by itself, and a VRT has all that it found
        GdalTool.Run("gdal_translate", "-q", "-of", "VRT", $"/vsicurl/{scene.Result["raster"]}/classes.tif", copy);

        var band = XElement.Load(copy).Element("VRTRasterBand")!;
        Assert.Equal(ClientScene.Classes.Select(c => c.Name), band.Element("CategoryNames")!.Elements("Category").Select(category => category.Value));
        Assert.Equal(
            ClientScene.Classes.Select(c => $"{c.Value} {c.Name}"),
            band.Element("GDALRasterAttributeTable")!.Elements("Row").Select(row => string.Join(' ', row.Elements("F").Take(2).Select(cell => cell.Value))));
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Blocks that do not divide the raster, so that the last ones reach beyond it.</summary>
    private static string Describe(string server) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
         <GDAL_WMS>
           <Service name="AGS"><ServerUrl>{server}</ServerUrl><ImageFormat>png32</ImageFormat><Transparent>TRUE</Transparent><SRS>EPSG:3857</SRS></Service>
           <DataWindow>
             <UpperLeftX>{ClientScene.Left}</UpperLeftX><UpperLeftY>{ClientScene.Top}</UpperLeftY>
             <LowerRightX>{ClientScene.Left + (ClientScene.Width * ClientScene.Cell)}</LowerRightX><LowerRightY>{ClientScene.Top - (ClientScene.Height * ClientScene.Cell)}</LowerRightY>
             <SizeX>{ClientScene.Width}</SizeX><SizeY>{ClientScene.Height}</SizeY>
           </DataWindow>
           <Projection>EPSG:3857</Projection><BandsCount>4</BandsCount><BlockSizeX>256</BlockSizeX><BlockSizeY>200</BlockSizeY>
         </GDAL_WMS>
         """);
}
