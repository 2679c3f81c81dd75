using System.Globalization;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>Reads the parameters of <c>exportImage</c> (<c>arcgis-rest</c> 5.3) and finds all their faults at once.</summary>
/// <param name="service">The service.</param>
/// <param name="renderer">Projects the rectangle when the picture has another coordinate system.</param>
internal sealed class ExportImageParser(ImageService service, IRasterRenderer renderer)
{
    private readonly List<RequestError> _faults = [];

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="InvalidRequestException">One or more cannot be taken; carries all the faults.</exception>
    public ExportImageView Parse(RequestParameters parameters)
    {
        var (box, boxReference) = EsriExtent.Parse(parameters["bbox"], "bbox", _faults);
        boxReference = EsriSpatialReference.Parse(parameters["bboxSR"], "bboxSR", _faults) ?? boxReference ?? service.SpatialReference;
        var pictureReference = EsriSpatialReference.Parse(parameters["imageSR"], "imageSR", _faults) ?? service.SpatialReference;
        var size = ParseSize(parameters["size"]);
        var format = ExportImageFormat.Parse(parameters["format"], _faults);
        var resampling = ParseInterpolation(parameters["interpolation"]);
        var bands = ParseBands(parameters["bandIds"]);
        var grows = ParseBoolean(parameters["adjustAspectRatio"], "adjustAspectRatio", unset: true);
        PixelRules.Check(service, format, parameters, _faults);
        RefuseRules(parameters["renderingRule"]);
        ThrowIfFaulty();

        var extent = Project(box ?? service.Extent, box is null ? service.SpatialReference : boxReference, pictureReference);
        extent = grows ? AspectRatio.Grow(extent, size) : extent;
        if (!EsriExtent.IsUsable(extent))
        {
            throw new InvalidRequestException("bbox", $"({extent}) is too large to be shown.");
        }

        var isOwn = service.SpatialReference is null || EsriSpatialReference.AreSame(pictureReference, service.SpatialReference);
        var request = new RenderRequest(extent, isOwn ? null : pictureReference, size, format, resampling, bands, service.Item.IsTrusted);
        return new ExportImageView(request, pictureReference);
    }

    private Extent Project(Extent box, SpatialReference? from, SpatialReference? to)
    {
        // a raster without a coordinate system is shown as it lies, whatever the map's system
        if (from is null || to is null || service.SpatialReference is null || EsriSpatialReference.AreSame(from, to))
        {
            return box;
        }

        try
        {
            return renderer.Transform(box, from, to);
        }
        catch (RasterAccessException exception)
        {
            throw new InvalidRequestException("bboxSR", exception.Message);
        }
    }

    private RasterSize ParseSize(string? text)
    {
        if (text is null)
        {
            return new RasterSize(400, 400);
        }

        // OpenLayers sends fractions
        var numbers = NumberList.Parse(text).Select(number => Math.Round(number, MidpointRounding.AwayFromZero)).ToArray();
        if (numbers is not [>= 1 and <= ServiceDescription.MaxImageWidth, >= 1 and <= ServiceDescription.MaxImageHeight])
        {
            _faults.Add(new RequestError(
                "size", $"must be width,height in pixels, at most {ServiceDescription.MaxImageWidth},{ServiceDescription.MaxImageHeight}."));
            return new RasterSize(1, 1);
        }

        return new RasterSize((int)numbers[0], (int)numbers[1]);
    }

    private ResamplingMethod ParseInterpolation(string? text)
    {
        ResamplingMethod? chosen = text?.ToUpperInvariant() switch
        {
            null => service.DefaultResampling,
            "RSP_NEARESTNEIGHBOR" or "RSP_MAJORITY" => ResamplingMethod.Nearest,
            "RSP_BILINEARINTERPOLATION" => ResamplingMethod.Bilinear,
            "RSP_CUBICCONVOLUTION" => ResamplingMethod.Cubic,
            _ => null,
        };
        if (chosen is null)
        {
            _faults.Add(new RequestError(
                "interpolation", "must be RSP_NearestNeighbor, RSP_BilinearInterpolation, RSP_CubicConvolution or RSP_Majority."));
        }

        // between two classes there is no third
        return service.IsThematic ? ResamplingMethod.Nearest : chosen ?? ResamplingMethod.Nearest;
    }

    private int[]? ParseBands(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var count = service.Raster.Bands.Count;
        var ids = text.Split(',', StringSplitOptions.TrimEntries)
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1)
            .ToArray();
        if (ids.Length > Math.Max(3, count) || ids.Any(id => id < 0 || id >= count))
        {
            _faults.Add(new RequestError("bandIds", $"must be numbers from 0 to {count - 1}, with commas between them."));
            return null;
        }

        return [.. ids.Select(id => id + 1)];
    }

    private bool ParseBoolean(string? text, string field, bool unset)
    {
        if (text is null)
        {
            return unset;
        }

        var value = JsonReading.ParseBoolean(text);
        if (value is null)
        {
            _faults.Add(new RequestError(field, "must be true or false."));
        }

        return value ?? unset;
    }

    private void RefuseRules(string? text)
    {
        if (text is not (null or "{}") && !IsNone(text))
        {
            _faults.Add(new RequestError(
                "renderingRule", "is not supported here except {\"rasterFunction\":\"None\"}; leave it out for the service's own colours."));
        }
    }

    private static bool IsNone(string rule)
    {
        try
        {
            return LenientJson.Parse(rule)?["rasterFunction"].AsText()?.Equals("None", StringComparison.OrdinalIgnoreCase) == true;
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            // no JSON, or no object
            return false;
        }
    }

    private void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
        {
            throw new InvalidRequestException(_faults);
        }
    }
}
