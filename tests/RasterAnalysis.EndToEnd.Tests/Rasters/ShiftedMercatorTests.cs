using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Rasters;

/// <summary>Web Mercator around another meridian than Greenwich, as map pages write it to cross the dateline. Expected pixels are those of its formulas.</summary>
public sealed class ShiftedMercatorTests(SharedService service)
{
    private const double Radius = 6378137;
    private const double Meridian = -150;
    private const int Columns = 80;
    private const int Rows = 60;
    private const int Classes = 13;

    private const string Wkt =
        "PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\",GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],"
        + "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Mercator_Auxiliary_Sphere\"],PARAMETER[\"False_Easting\",0.0],PARAMETER[\"False_Northing\",0.0],"
        + "PARAMETER[\"Central_Meridian\",-150.0],PARAMETER[\"Standard_Parallel_1\",0.0],PARAMETER[\"Auxiliary_Sphere_Type\",0.0],UNIT[\"Meter\",1.0]]";

    private ServiceClient Client => service.Client;

    [Fact]
    public async Task Pictures_jobs_and_extents_keep_the_meridian()
    {
        // -151° to -143°, 10° to 16° north, cells of 0.1°
        var raster = MadeRaster.Translate(
            TiffFile.Byte(Columns, Rows, 1, (_, r, c) => (byte)Class(r, c)), "-a_srs", "EPSG:4326", "-a_ullr", "-151", "16", "-143", "10");
        var item = await Client.AddAsync(raster, "pacific.tif");
        var model = (string)(await Client.AddAsync(
            TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes)), "model.dlpk"))["id"]!;
        var system = new JsonObject { ["wkt"] = Wkt };
        var (west, south, east, north) = (X(-149.5), Y(11), X(-144.5), Y(15));

        // a picture
        var box = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{west:R},{south:R},{east:R},{north:R}");
        var png = PngFile.Read(await Client.GetBytesAsync(
            $"{item["imageServer"]}/exportImage?bbox={box}&bboxSR={Uri.EscapeDataString(system.ToJsonString())}&imageSR={Uri.EscapeDataString(system.ToJsonString())}&size=64,48&format=png32&f=image"));
        Assert.All(Enumerable.Range(0, 64 * 48), i => Assert.Equal(255, png.At(i / 64, i % 64).Alpha));

        // a job in the system, over an extent in it
        var context = new JsonObject
        {
            ["outSR"] = system.DeepClone(),
            ["extent"] = new JsonObject { ["xmin"] = west, ["ymin"] = south, ["xmax"] = east, ["ymax"] = north, ["spatialReference"] = system.DeepClone() },
        };
        var (job, result) = await Client.ClassifyAsync(ServiceClient.Request((string)item["id"]!, model, context: context));
        AssertPixels(result);
        Assert.InRange(result.Grid[6], west - result.Grid[0], west);

        // and the file's own words are read as the system by GDAL: back in degrees it lies where it came from
        var back = CogFile.ReadGrid(MadeRaster.InFolder(folder =>
        {
            File.WriteAllBytes(Path.Combine(folder, "result.tif"), Client.GetBytesAsync((string)job["result"]!["raster"]!).GetAwaiter().GetResult());
            GdalTool.Run("gdalwarp", "-q", "-t_srs", "EPSG:4326", Path.Combine(folder, "result.tif"), Path.Combine(folder, "back.tif"));
            return File.ReadAllBytes(Path.Combine(folder, "back.tif"));
        }));
        Assert.InRange(back.Grid[6], -149.7, -149.4);
    }

    private static void AssertPixels(CogFile result)
    {
        var level = result.Levels[0];
        for (var row = 0; row < level.Height; row++)
        {
            for (var column = 0; column < level.Width; column++)
            {
                var longitude = Meridian + ((result.Grid[6] + ((column + 0.5) * result.Grid[0])) / Radius * 180 / Math.PI);
                var latitude = ((2 * Math.Atan(Math.Exp((result.Grid[7] - ((row + 0.5) * result.Grid[1])) / Radius))) - (Math.PI / 2)) * 180 / Math.PI;
                var (c, r) = ((longitude + 151) / 0.1, (16 - latitude) / 0.1);
                if (Math.Abs(c - Math.Round(c)) > 1e-6 && Math.Abs(r - Math.Round(r)) > 1e-6)
                {
                    Assert.Equal(Class((int)r, (int)c), result.At(row, column));
                }
            }
        }
    }

    private static double X(double longitude) => Radius * (longitude - Meridian) * Math.PI / 180;

    private static double Y(double latitude) => Radius * Math.Log(Math.Tan((Math.PI / 4) + (latitude * Math.PI / 360)));

    private static uint Class(int row, int column) => (uint)((row * 7) + (column * 5)) % Classes;
}
