using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Export;

/// <summary>A picture as an overlay for globes: KML 2.2 and the picture in one archive.</summary>
internal static class KmzFile
{
    private static readonly XNamespace Kml = "http://www.opengis.net/kml/2.2";

    /// <summary>Makes the archive. KML knows longitude and latitude only, so the picture is in WGS 84 whatever <c>imageSR</c> says.</summary>
    /// <exception cref="InvalidRequestException">The format holds values rather than colours, or a parameter is not understood.</exception>
    public static async Task<IResult> MakeAsync(
        ImageService service, RequestParameters parameters, Func<ExportImageView, Task<RenderedImage>> render,
        Func<RequestParameters, Task<ExportImageView>> parse)
    {
        var view = await parse(RequestParameters.Of([.. parameters.All.Where(pair => !pair.Key.Equals("imageSR", StringComparison.OrdinalIgnoreCase)), new("imageSR", "4326")]));
        if (service.SpatialReference is null)
        {
            throw new InvalidRequestException("f", $"kmz needs a place on the earth, and {service.Name} has no coordinate system.");
        }

        if (view.Request.Format.HoldsValues())
        {
            throw new InvalidRequestException("format", "must be one that browsers show when f is kmz, for example png.");
        }

        var image = await render(view);
        var name = image.ContentType switch { "image/jpeg" => "picture.jpg", "image/gif" => "picture.gif", "image/bmp" => "picture.bmp", _ => "picture.png" };
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "doc.kml", System.Text.Encoding.UTF8.GetBytes(Document(service.Name, name, view.Request.Extent).ToString()));
            Add(archive, name, image.Content);
        }

        return Results.Bytes(file.ToArray(), "application/vnd.google-earth.kmz", $"{service.Name}.kmz");
    }

    private static XDocument Document(string title, string picture, Extent extent) => new(
        new XElement(Kml + "kml", new XElement(
            Kml + "GroundOverlay",
            new XElement(Kml + "name", title),
            new XElement(Kml + "Icon", new XElement(Kml + "href", picture)),
            new XElement(
                Kml + "LatLonBox", Side("north", extent.YMax), Side("south", extent.YMin), Side("east", extent.XMax), Side("west", extent.XMin)))));

    private static XElement Side(string name, double degrees) => new(Kml + name, degrees.ToString("R", CultureInfo.InvariantCulture));

    private static void Add(ZipArchive archive, string name, byte[] content)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(content);
    }
}
