using System.Globalization;
using RasterAnalysis.ArcGis.ImageServer.Mosaics;
using RasterAnalysis.ArcGis.ImageServer.Rules;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Export;

/// <summary>Reads the parameters of <c>exportImage</c> (<c>docs/reference/arcgis-rest-behaviour.md#export-image</c>) and finds all their faults at once.</summary>
/// <param name="service">The service.</param>
/// <param name="renderer">Projects the rectangle when the picture has another coordinate system.</param>
/// <param name="mosaics">Chooses among the rasters of a mosaic.</param>
internal sealed class ExportImageParser(ImageService service, IRasterRenderer renderer, MosaicRasters mosaics)
{
    private readonly List<RequestError> _faults = [];

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="InvalidRequestException">One or more cannot be taken; carries all the faults.</exception>
    public async Task<ExportImageView> ParseAsync(RequestParameters parameters, CancellationToken cancellationToken)
    {
        var (box, boxReference) = EsriExtent.Parse(parameters["bbox"], "bbox", _faults);
        boxReference = EsriSpatialReference.Parse(parameters["bboxSR"], "bboxSR", _faults) ?? boxReference ?? service.SpatialReference;
        var pictureReference = EsriSpatialReference.Parse(parameters["imageSR"], "imageSR", _faults) ?? service.SpatialReference;
        var size = ParseSize(parameters["size"]);
        var format = ExportImageFormat.Parse(parameters["format"], service.IsThematic, _faults);
        var resampling = ParseInterpolation(parameters["interpolation"]);
        var bands = ParseBands(parameters["bandIds"]);
        var grows = ParseBoolean(parameters["adjustAspectRatio"], "adjustAspectRatio", unset: true);
        var pixelType = EsriPixelType.Parse(parameters["pixelType"], _faults);
        var noData = PixelParameters.ParseNoData(parameters, bands?.Length ?? service.Raster.Bands.Count, _faults);
        var quality = PixelParameters.ParseQuality(parameters["compressionQuality"], _faults);
        var tolerance = PixelParameters.ParseTolerance(parameters, _faults);
        var function = Gather(() => RenderingRuleParser.Parse(parameters["renderingRule"]));
        var rule = Gather(() => MosaicRuleParser.Parse(parameters["mosaicRule"]));
        ThrowIfFaulty();

        var extent = Project(box ?? service.Extent, box is null ? service.SpatialReference : boxReference, pictureReference);
        extent = grows ? AspectRatio.Grow(extent, size) : extent;
        if (!EsriExtent.IsUsable(extent))
        {
            throw new InvalidRequestException("bbox", $"({extent}) is too large to be shown.");
        }

        var isOwn = service.SpatialReference is null || EsriSpatialReference.AreSame(pictureReference, service.SpatialReference);
        var request = new RenderRequest(extent, isOwn ? null : pictureReference, size, format, resampling, bands)
        {
            Function = function,

            // the raster's own type says nothing, and lets values of 64 bits through as they are
            PixelType = pixelType == service.Raster.Bands[0].PixelType ? null : pixelType,
            NoData = noData,
            Quality = quality,
            Tolerance = tolerance,
        };
        var view = isOwn ? extent : Project(extent, pictureReference, service.SpatialReference);
        var source = await mosaics.ApplyAsync(service, rule, view, cancellationToken);
        return new ExportImageView(source, request, pictureReference);
    }

    private T? Gather<T>(Func<T?> parse)
        where T : class
    {
        try
        {
            return parse();
        }
        catch (InvalidRequestException exception)
        {
            _faults.AddRange(exception.Errors);
            return null;
        }
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
            "RSP_NEARESTNEIGHBOR" => ResamplingMethod.Nearest,
            "RSP_MAJORITY" => ResamplingMethod.Majority,
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
        return service.IsThematic && chosen != ResamplingMethod.Majority ? ResamplingMethod.Nearest : chosen ?? ResamplingMethod.Nearest;
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

    private void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
        {
            throw new InvalidRequestException(_faults);
        }
    }
}
