using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Tiles;

/// <summary>
/// The resource <c>WMTS/1.0.0/WMTSCapabilities.xml</c> (OGC 07-057r7, RESTful): tells tile clients where the tiles lie and to which level they are worth fetching.
/// </summary>
internal static class TileCapabilities
{
    /// <summary>Media type of the document.</summary>
    public const string ContentType = "application/xml";

    // degrees; where Web Mercator ends
    private const double MaxLatitude = 85.0511287798;
    private const double MaxLongitude = 180;
    private const string MatrixSet = "WebMercator";

    // of a pixel that is 0.28 mm wide, as the standard reckons scales
    private const double StandardPixel = 0.00028;

    private static readonly XNamespace Wmts = "http://www.opengis.net/wmts/1.0";
    private static readonly XNamespace Ows = "http://www.opengis.net/ows/1.1";
    private static readonly XNamespace XLink = "http://www.w3.org/1999/xlink";
    private static readonly SpatialReference Wgs84 = new(4326, null);

    /// <summary>Writes the document.</summary>
    /// <param name="service">The service.</param>
    /// <param name="address">The service's own full address.</param>
    /// <param name="renderer">Projects the extent.</param>
    /// <exception cref="InvalidRequestException">The raster lies nowhere that these tiles show.</exception>
    public static string Write(ImageService service, string address, IRasterRenderer renderer)
    {
        if (service.SpatialReference is not { } own)
        {
            throw new InvalidRequestException("WMTS", $"needs a place on the earth, and {service.Name} has no coordinate system.");
        }

        var isMercator = EsriSpatialReference.AreSame(own, TileScheme.Reference);
        var degrees = Shown(service, isMercator ? ToDegrees(service.Extent) : EsriSpatialReference.AreSame(own, Wgs84) ? service.Extent : Project(service, own, renderer));
        var meters = isMercator ? service.Extent : ToMeters(degrees);
        var levels = Enumerable.Range(0, 1 + TileScheme.LevelOf(meters.Width / service.Size.Width)).ToArray();
        var root = new XElement(
            Wmts + "Capabilities",
            new XAttribute("version", "1.0.0"), new XAttribute(XNamespace.Xmlns + "ows", Ows), new XAttribute(XNamespace.Xmlns + "xlink", XLink),
            new XElement(
                Ows + "ServiceIdentification",
                new XElement(Ows + "Title", Printable(service.Item.Title)), new XElement(Ows + "ServiceType", "OGC WMTS"), new XElement(Ows + "ServiceTypeVersion", "1.0.0")),
            new XElement(Wmts + "Contents", Layer(service, address, degrees, meters), MatrixSetOf(levels)),
            new XElement(Wmts + "ServiceMetadataURL", new XAttribute(XLink + "href", $"{address}/WMTS/1.0.0/WMTSCapabilities.xml")));
        return $"""<?xml version="1.0" encoding="UTF-8"?>{'\n'}{root}""";
    }

    private static XElement Layer(ImageService service, string address, Extent degrees, Extent meters) => new(
        Wmts + "Layer",
        new XElement(Ows + "Title", Printable(service.Item.Title)),
        new XElement(Ows + "WGS84BoundingBox", Corners(degrees)),
        new XElement(Ows + "BoundingBox", new XAttribute("crs", "urn:ogc:def:crs:EPSG::3857"), Corners(meters)),
        new XElement(Ows + "Identifier", service.Name),
        new XElement(Wmts + "Style", new XAttribute("isDefault", "true"), new XElement(Ows + "Identifier", "default")),
        new XElement(Wmts + "Format", "image/png"),
        new XElement(Wmts + "TileMatrixSetLink", new XElement(Wmts + "TileMatrixSet", MatrixSet)),
        new XElement(
            Wmts + "ResourceURL", new XAttribute("format", "image/png"), new XAttribute("resourceType", "tile"),
            new XAttribute("template", $"{address}/tile/{{TileMatrix}}/{{TileRow}}/{{TileCol}}")));

    private static XElement MatrixSetOf(IEnumerable<int> levels) => new(
        Wmts + "TileMatrixSet",
        new XElement(Ows + "Identifier", MatrixSet),
        new XElement(Ows + "SupportedCRS", "urn:ogc:def:crs:EPSG::3857"),
        levels.Select(level => new XElement(
            Wmts + "TileMatrix",
            new XElement(Ows + "Identifier", level),
            new XElement(Wmts + "ScaleDenominator", Text(TileScheme.ResolutionOf(level) / StandardPixel)),
            new XElement(Wmts + "TopLeftCorner", Pair(-TileScheme.Edge, TileScheme.Edge)),
            new XElement(Wmts + "TileWidth", TileScheme.Side), new XElement(Wmts + "TileHeight", TileScheme.Side),
            new XElement(Wmts + "MatrixWidth", 1 << level), new XElement(Wmts + "MatrixHeight", 1 << level))));

    private static Extent Project(ImageService service, SpatialReference own, IRasterRenderer renderer)
    {
        try
        {
            return renderer.Transform(service.Extent, own, Wgs84);
        }
        catch (RasterAccessException exception)
        {
            throw new InvalidRequestException("WMTS", exception.Message);
        }
    }

    private static Extent Shown(ImageService service, Extent degrees)
    {
        var shown = new Extent(
            Math.Max(degrees.XMin, -MaxLongitude), Math.Max(degrees.YMin, -MaxLatitude), Math.Min(degrees.XMax, MaxLongitude), Math.Min(degrees.YMax, MaxLatitude));
        return shown.IsValid ? shown : throw new InvalidRequestException("WMTS", $"shows nothing beyond {MaxLatitude} degrees, where {service.Name} lies.");
    }

    private static Extent ToMeters(Extent degrees)
    {
        var (bottom, top) = (ToY(degrees.YMin), ToY(degrees.YMax));
        return new Extent(degrees.XMin / MaxLongitude * TileScheme.Edge, bottom, degrees.XMax / MaxLongitude * TileScheme.Edge, top);

        static double ToY(double latitude) => Math.Log(Math.Tan((Math.PI / 4) + (latitude * Math.PI / 360))) / Math.PI * TileScheme.Edge;
    }

    private static Extent ToDegrees(Extent meters)
    {
        return new Extent(ToLongitude(meters.XMin), ToLatitude(meters.YMin), ToLongitude(meters.XMax), ToLatitude(meters.YMax));

        static double ToLongitude(double x) => x / TileScheme.Edge * MaxLongitude;
        static double ToLatitude(double y) => ((2 * Math.Atan(Math.Exp(y / TileScheme.Edge * Math.PI))) - (Math.PI / 2)) * MaxLongitude / Math.PI;
    }

    private static XElement[] Corners(Extent extent) =>
        [new(Ows + "LowerCorner", Pair(extent.XMin, extent.YMin)), new(Ows + "UpperCorner", Pair(extent.XMax, extent.YMax))];

    // a title may have characters that XML cannot say
    private static string Printable(string text) => string.Concat(text.Where(letter => XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter)));

    private static string Pair(double x, double y) => $"{Text(x)} {Text(y)}";

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
