using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal;

/// <summary>Coordinate systems: from a user's words to well-known text and back, and extents from one to another.</summary>
/// <remarks>Thread-safe. Axes are always x (east) and y (north). Texts are WKT2:2019 unless said otherwise; no file and no host is read.</remarks>
public static partial class SpatialReferences
{
    // Enough for the curve of an edge: GDAL's own tools use 21.
    private const int DensifyPoints = 21;

    /// <summary>The well-known text of what a user named.</summary>
    /// <param name="reference">An id or a text.</param>
    /// <param name="field">Field of the request, for the error.</param>
    /// <exception cref="InvalidRequestException">It is not understood.</exception>
    public static string ToWkt(SpatialReference reference, string field)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference is { Wkid: null, Wkt: null or "" })
        {
            throw new InvalidRequestException(field, "A spatial reference needs a wkid or a wkt.");
        }

        using var handle = Import(reference.UserInput)
            ?? throw new InvalidRequestException(field, $"The spatial reference '{Shorten(reference.UserInput)}' is not known.");
        return ExportWkt(handle.DangerousGetHandle());
    }

    /// <summary>Name of the coordinate system; null when the text is not understood or names nothing.</summary>
    public static string? NameOf(string wkt)
    {
        using var handle = Import(wkt);
        return handle is null ? null : LibGdal.OSRGetName(handle);
    }

    /// <summary>EPSG's or Esri's id of the coordinate system; null when it has none.</summary>
    public static int? WkidOf(string wkt)
    {
        using var handle = Import(wkt);
        if (handle is null)
        {
            return null;
        }

        using var errors = GdalErrorScope.Enter("Identifying a coordinate system");
        if (LibGdal.OSRGetAuthorityCode(handle, 0) is null)
        {
            // It fails where there is nothing to find, which is an answer too.
            _ = LibGdal.OSRAutoIdentifyEPSG(handle);
            errors.Forgive();
        }

        var isKnownAuthority = LibGdal.OSRGetAuthorityName(handle, 0) is "EPSG" or "ESRI";
        return isKnownAuthority && int.TryParse(LibGdal.OSRGetAuthorityCode(handle, 0), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? code
            : null;
    }

    /// <summary>The text in Esri's dialect of WKT 1, as ArcGIS clients read it; null when it cannot be said so.</summary>
    public static string? EsriWktOf(string wkt)
    {
        using var handle = Import(wkt);
        return handle is null ? null : Export(handle.DangerousGetHandle(), "FORMAT=WKT1_ESRI");
    }

    /// <summary>Whether two coordinate systems are the same, whatever the words; two nulls (no coordinate system) are.</summary>
    public static bool IsSame(string? first, string? second)
    {
        if (first is null || second is null || first == second)
        {
            return first == second;
        }

        using var a = Import(first);
        using var b = Import(second);
        using var options = StringListHandle.Of("IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", "CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS");
        return a is not null && b is not null && LibGdal.OSRIsSameEx(a, b, options) != 0;
    }

    // Geographic WGS 84, longitude first.
    internal static string Wgs84 => ToWkt(new SpatialReference(4326, null), "spatialReference");

    /// <summary>The smallest rectangle of another coordinate system that holds an extent, with the edges densified.</summary>
    /// <param name="extent">In <paramref name="from"/>.</param>
    /// <param name="from">Coordinate system of the extent.</param>
    /// <param name="to">Coordinate system of the result.</param>
    /// <returns>
    /// Null when it cannot be projected. In degrees of longitude the east may lie beyond 180 where the extent crosses the antimeridian.
    /// </returns>
    public static Extent? TransformExtent(Extent extent, string from, string to)
    {
        if (IsSame(from, to))
        {
            return extent;
        }

        using var source = Import(from);
        using var target = Import(to);
        if (source is null || target is null)
        {
            return null;
        }

        using var errors = GdalErrorScope.Enter("Projecting an extent");
        using var transformation = LibGdal.OCTNewCoordinateTransformation(source, target);
        if (transformation.IsInvalid)
        {
            return null;
        }

        var isDone = LibGdal.OCTTransformBounds(
            transformation, extent.XMin, extent.YMin, extent.XMax, extent.YMax,
            out var xMin, out var yMin, out var xMax, out var yMax, DensifyPoints) != 0;
        var isAcross = xMax < xMin && LibGdal.OSRIsGeographic(target) != 0;
        var result = new Extent(xMin, yMin, isAcross ? xMax + 360 : xMax, yMax);
        return isDone && result.IsValid ? result : null;
    }

    // Projects points in place; false when one of them cannot be.
    internal static bool TryTransform(string from, string to, Span<double> x, Span<double> y)
    {
        using var source = Import(from);
        using var target = Import(to);
        if (source is null || target is null)
        {
            return false;
        }

        using var errors = GdalErrorScope.Enter("Projecting points");
        using var transformation = LibGdal.OCTNewCoordinateTransformation(source, target);
        return !transformation.IsInvalid && LibGdal.OCTTransformEx(transformation, x.Length, x, y, 0, new int[x.Length]) != 0;
    }

    // Text that is read back as the same system.
    internal static string ExportWkt(nint reference) => WktRoundTrip.Check(
        reference, Export(reference, "FORMAT=WKT2_2019") ?? throw new GdalException("The coordinate system has no well-known text.", "OSRExportToWktEx"));

    // PROJ's words for it; empty where it has none.
    internal static string ProjOf(SpatialReferenceHandle reference)
    {
        using var errors = GdalErrorScope.Enter("Writing a coordinate system");
        var result = LibGdal.OSRExportToProj4(reference, out var text);
        errors.Forgive();
        try
        {
            return result == 0 ? Marshal.PtrToStringUTF8(text) ?? string.Empty : string.Empty;
        }
        finally
        {
            LibGdal.VSIFree(text);
        }
    }

    // Longitude and latitude on its own datum; null where it has none.
    internal static string? GeographicOf(string wkt)
    {
        using var handle = Import(wkt);
        using var degrees = handle is null ? null : LibGdal.OSRCloneGeogCS(handle);
        return degrees is null or { IsInvalid: true } ? null : ExportWkt(degrees.DangerousGetHandle());
    }

    /// <summary>Whether its axes are degrees of longitude and latitude.</summary>
    public static bool IsGeographic(string wkt)
    {
        using var handle = Import(wkt);
        return handle is not null && LibGdal.OSRIsGeographic(handle) != 0;
    }

    private static string? Export(nint reference, string format)
    {
        using var errors = GdalErrorScope.Enter("Writing a coordinate system");
        using var clone = LibGdal.OSRClone(reference);
        using var options = StringListHandle.Of(format, "MULTILINE=NO");
        var result = LibGdal.OSRExportToWktEx(clone, out var text, options);
        try
        {
            return result == 0 && Marshal.PtrToStringUTF8(text) is { Length: > 0 } wkt ? wkt : null;
        }
        finally
        {
            LibGdal.VSIFree(text);
        }
    }

    // Null when the text is not understood, or names a file or a host.
    internal static SpatialReferenceHandle? Import(string userInput)
    {
        GdalRuntime.Initialize();
        using var errors = GdalErrorScope.Enter("Understanding a coordinate system");
        var handle = LibGdal.OSRNewSpatialReference(0);
        if (!IdOrWkt().IsMatch(userInput) || LibGdal.OSRSetFromUserInput(handle, userInput) != 0)
        {
            handle.Dispose();
            return null;
        }

        LibGdal.OSRSetAxisMappingStrategy(handle, GdalConstants.OAMS_TRADITIONAL_GIS_ORDER);
        return handle;
    }

    // Other texts that GDAL takes name files and URLs.
    [GeneratedRegex(@"^(?:(?:EPSG|ESRI):\d+$|\s*(?:PROJ|GEOG|GEOC|GEOD|LOCAL_|COMPD_|VERT_|COMPOUND|BOUND|ENGINEERING|ENG|VERTICAL|VERT|PROJECTED|GEODETIC|GEOGRAPHIC|DERIVEDPROJ)(?:CS|CRS)\s*[\[(])")]
    private static partial Regex IdOrWkt();

    private static string Shorten(string text) => text.Length <= 80 ? text : $"{text[..80]}…";
}
