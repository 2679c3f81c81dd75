using System.Globalization;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Inference;

/// <summary>What the user should know of an input raster that is not a plain image (<c>docs/reference/rasters.md</c>).</summary>
public static class InputNotes
{
    /// <summary>Looks at the raster.</summary>
    /// <param name="raster">The input.</param>
    /// <param name="bands">The bands that the network takes.</param>
    /// <param name="arguments">The job's model arguments.</param>
    /// <param name="warnings">Receives the notes.</param>
    /// <exception cref="InvalidRequestException">The raster is a palette image and the job does not say that its numbers are meant.</exception>
    public static void Add(RasterInfo raster, IReadOnlyList<BandInfo> bands, ModelArguments arguments, ICollection<string> warnings)
    {
        if (raster.HasColorTable && bands.Any(band => band.Number == 1))
        {
            if (arguments.AllowPalette != true)
            {
                throw new InvalidRequestException(
                    "inputRaster",
                    "is a palette image: its values are numbers of colours or classes, not measured values. Expand it to red, green and blue first "
                    + "(gdal_translate -expand rgb), or set the model argument allow_palette to True if the network was trained on these numbers.");
            }

            warnings.Add("The raster is a palette image; the numbers of its palette are fed as if they were measured values, as allow_palette says.");
        }

        if (raster.ControlWkt is not null && !raster.IsGeoreferenced)
        {
            warnings.Add(raster.GroundControlPoints > 0
                ? $"The raster has no geotransform but {raster.GroundControlPoints} ground control points; it is projected by them to {raster.SpatialReferenceName}."
                : "The raster has no geotransform but rational polynomial coefficients (RPC); it is projected by them to geographic WGS 84, at a height of 0. "
                    + "Where the ground is hilly, give an orthorectified image.");
        }

        if (raster is { Driver: ImageServiceRaster.DriverName, HasMask: false } && raster.Bands.All(band => band.NoData is null))
        {
            warnings.Add(
                "The image service names no NoData value and masks no pixel where it was looked at first, so every pixel of its extent may count as one; "
                + "give an extent or a mask to leave out what lies beside the imagery.");
        }

        if (bands.FirstOrDefault(band => band.Scale != 1 || band.Offset != 0) is { } scaled)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Band {scaled.Number} has scale {scaled.Scale:R} and offset {scaled.Offset:R}; the values are fed as they are stored, without them."));
        }
    }
}
