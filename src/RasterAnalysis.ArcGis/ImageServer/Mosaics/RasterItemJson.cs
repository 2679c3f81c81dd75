using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis.ImageServer.Mosaics;

/// <summary>The resource <c>{objectId}/info</c> of a mosaic: one raster on its own grid.</summary>
internal static class RasterItemJson
{
    /// <summary>The JSON.</summary>
    public static JsonObject ToJson(ImageService item)
    {
        var raster = item.Raster;
        var first = raster.Bands[0];
        return new JsonObject
        {
            ["origin"] = new JsonObject { ["x"] = item.Extent.XMin, ["y"] = item.Extent.YMax },
            ["extent"] = EsriExtent.ToJson(item.Extent, item.SpatialReference),
            ["spatialReference"] = EsriSpatialReference.ToJson(item.SpatialReference),
            ["pixelSizeX"] = item.CellSize.X,
            ["pixelSizeY"] = item.CellSize.Y,
            ["width"] = raster.Grid.Size.Width,
            ["height"] = raster.Grid.Size.Height,
            ["bandCount"] = raster.Bands.Count,
            ["pixelType"] = first.PixelType.WireName(),
            ["noDataValue"] = EsriJson.Number(first.NoData),
            ["blockWidth"] = first.BlockWidth,
            ["blockHeight"] = first.BlockHeight,
            ["format"] = raster.Driver,
            ["firstPyramidLevel"] = raster.OverviewCount > 0 ? 1 : 0,
            ["maximumPyramidLevel"] = raster.OverviewCount,
            ["statistics"] = new JsonArray([.. raster.Bands.Select(band => band.Statistics).Select(statistics => statistics is null ? null : new JsonObject
            {
                ["min"] = statistics.Min,
                ["max"] = statistics.Max,
                ["mean"] = statistics.Mean,
                ["standardDeviation"] = statistics.StandardDeviation,
            })]),
        };
    }
}
