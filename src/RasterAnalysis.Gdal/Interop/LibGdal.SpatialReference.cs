using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/ogr_srs_api.html: what OSRNew*, OSRClone and OCTNew* return is ours; names and codes stay the object's.
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library)]
    internal static partial SpatialReferenceHandle OSRNewSpatialReference(nint wkt);

    [LibraryImport(Library)]
    internal static partial SpatialReferenceHandle OSRClone(nint reference);

    [LibraryImport(Library)]
    internal static partial void OSRRelease(nint reference);

    // Opens files and hosts when the text names them, and only GDAL 3.9 can be told not to: SpatialReferences lets no such text through.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OSRSetFromUserInput(SpatialReferenceHandle reference, string input);

    // The text is allocated: free it with VSIFree.
    [LibraryImport(Library)]
    internal static partial int OSRExportToWktEx(SpatialReferenceHandle reference, out nint wkt, StringListHandle options);

    // The text is allocated: free it with VSIFree.
    [LibraryImport(Library)]
    internal static partial int OSRExportToProj4(SpatialReferenceHandle reference, out nint text);

    [LibraryImport(Library)]
    internal static partial SpatialReferenceHandle OSRCloneGeogCS(SpatialReferenceHandle reference);

    [LibraryImport(Library)]
    internal static partial void OSRSetAxisMappingStrategy(SpatialReferenceHandle reference, int strategy);

    [LibraryImport(Library)]
    internal static partial int OSRIsSameEx(SpatialReferenceHandle first, SpatialReferenceHandle second, StringListHandle options);

    [LibraryImport(Library)]
    internal static partial int OSRIsGeographic(SpatialReferenceHandle reference);

    [LibraryImport(Library)]
    internal static partial int OSRIsDerivedGeographic(SpatialReferenceHandle reference);

    [LibraryImport(Library)]
    internal static partial int OSRIsProjected(SpatialReferenceHandle reference);

    // In metres.
    [LibraryImport(Library)]
    internal static partial double OSRGetSemiMajor(SpatialReferenceHandle reference, out int error);

    // 0 for a sphere.
    [LibraryImport(Library)]
    internal static partial double OSRGetInvFlattening(SpatialReferenceHandle reference, out int error);

    // Metres of a unit; no name is asked for.
    [LibraryImport(Library)]
    internal static partial double OSRGetLinearUnits(SpatialReferenceHandle reference, nint name);

    // Radians of a unit; no name is asked for.
    [LibraryImport(Library)]
    internal static partial double OSRGetAngularUnits(SpatialReferenceHandle reference, nint name);

    [LibraryImport(Library)]
    internal static partial int OSRAutoIdentifyEPSG(SpatialReferenceHandle reference);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? OSRGetAuthorityName(SpatialReferenceHandle reference, nint key);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? OSRGetAuthorityCode(SpatialReferenceHandle reference, nint key);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? OSRGetName(SpatialReferenceHandle reference);

    [LibraryImport(Library)]
    internal static partial void OSRSetPROJSearchPaths(StringListHandle folders);

    [LibraryImport(Library)]
    internal static partial CoordinateTransformationHandle OCTNewCoordinateTransformation(
        SpatialReferenceHandle source, SpatialReferenceHandle target);

    [LibraryImport(Library)]
    internal static partial void OCTDestroyCoordinateTransformation(nint transformation);

    [LibraryImport(Library)]
    internal static partial int OCTTransformBounds(
        CoordinateTransformationHandle transformation,
        double xMin,
        double yMin,
        double xMax,
        double yMax,
        out double outXMin,
        out double outYMin,
        out double outXMax,
        out double outYMax,
        int densifyPoints);

    [LibraryImport(Library)]
    internal static partial int OCTTransformEx(
        CoordinateTransformationHandle transformation, int count, Span<double> x, Span<double> y, nint z, Span<int> isSuccess);
}
