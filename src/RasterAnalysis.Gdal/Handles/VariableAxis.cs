using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal.Handles;

// An axis of a variable. Coordinate: full name of the variable that holds its values; null for none. IsDegrees: longitudes or latitudes in degrees.
internal sealed record VariableAxis(string Name, ulong Size, AxisKind Kind, string? Coordinate, bool IsDegrees)
{
    // By the CF conventions (sections 4 and 5), and by the names that are written where the conventions are not kept.
    public static VariableAxis Of(nint dimension)
    {
        var name = LibGdal.GDALDimensionGetName(dimension) ?? string.Empty;
        var type = LibGdal.GDALDimensionGetType(dimension);
        using var coordinate = LibGdal.GDALDimensionGetIndexingVariable(dimension);
        var (unit, standardName, axis) = coordinate.IsInvalid ? ("", "", "")
            : (LibGdal.GDALMDArrayGetUnit(coordinate) ?? "", FileVariable.AttributeOf(coordinate, "standard_name") ?? "", FileVariable.AttributeOf(coordinate, "axis") ?? "");
        var (isEast, isNorth) = (IsDegree(unit, "east", "E"), IsDegree(unit, "north", "N"));
        var kind = isEast || type == "HORIZONTAL_X" || axis is "X" or "x" || standardName is "longitude" or "projection_x_coordinate" or "grid_longitude" ? AxisKind.X
            : isNorth || type == "HORIZONTAL_Y" || axis is "Y" or "y" || standardName is "latitude" or "projection_y_coordinate" or "grid_latitude" ? AxisKind.Y
            : type == "TEMPORAL" || axis is "T" or "t" || unit.Contains(" since ", StringComparison.OrdinalIgnoreCase) ? AxisKind.Time
            : ByName(name);
        return new VariableAxis(
            name, LibGdal.GDALDimensionGetSize(dimension), kind, coordinate.IsInvalid ? null : LibGdal.GDALMDArrayGetFullName(coordinate), isEast || isNorth);
    }

    private static AxisKind ByName(string name) => name.ToUpperInvariant() switch
    {
        "X" or "LON" or "LONG" or "LONGITUDE" or "EASTING" => AxisKind.X,
        "Y" or "LAT" or "LATITUDE" or "NORTHING" => AxisKind.Y,
        _ => AxisKind.Other,
    };

    // degrees_north, degree_north, degree_N, degrees_N, degreeN, degreesN
    private static bool IsDegree(string unit, string direction, string letter) =>
        unit.StartsWith("degree", StringComparison.OrdinalIgnoreCase) && unit[6..].TrimStart('s', 'S').TrimStart('_') is var rest
        && (rest.Equals(direction, StringComparison.OrdinalIgnoreCase) || rest == letter);
}
