using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/vector_c_api.html: layers and definitions stay the dataset's; features, geometries and field definitions are ours until they are handed over.
internal static unsafe partial class LibGdal
{
    // The layer is the dataset's. reference: may be null.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GDALDatasetCreateLayer(DatasetHandle dataset, string name, nint reference, int geometryType, StringListHandle options);

    [LibraryImport(Library)]
    internal static partial int GDALDatasetStartTransaction(DatasetHandle dataset, int isForced);

    [LibraryImport(Library)]
    internal static partial int GDALDatasetCommitTransaction(DatasetHandle dataset);

    // 0 for statements without rows; rows are the dataset's until GDALDatasetReleaseResultSet. filter: 0 for none. dialect: null for the dataset's own.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GDALDatasetExecuteSQL(DatasetHandle dataset, string statement, nint filter, string? dialect);

    [LibraryImport(Library)]
    internal static partial void GDALDatasetReleaseResultSet(DatasetHandle dataset, nint rows);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial FieldDefinitionHandle OGR_Fld_Create(string name, int type);

    [LibraryImport(Library)]
    internal static partial void OGR_Fld_Destroy(nint field);

    [LibraryImport(Library)]
    internal static partial void OGR_Fld_SetWidth(FieldDefinitionHandle field, int width);

    // Copies the definition.
    [LibraryImport(Library)]
    internal static partial int OGR_L_CreateField(nint layer, FieldDefinitionHandle field, int isApproximate);

    [LibraryImport(Library)]
    internal static partial nint OGR_L_GetLayerDefn(nint layer);

    [LibraryImport(Library)]
    internal static partial int OGR_L_SyncToDisk(nint layer);

    // Gives the feature its number.
    [LibraryImport(Library)]
    internal static partial int OGR_L_CreateFeature(nint layer, FeatureHandle feature);

    [LibraryImport(Library)]
    internal static partial FeatureHandle OGR_F_Create(nint definition);

    [LibraryImport(Library)]
    internal static partial void OGR_F_Destroy(nint feature);

    [LibraryImport(Library)]
    internal static partial int OGR_F_SetFID(FeatureHandle feature, long id);

    [LibraryImport(Library)]
    internal static partial void OGR_F_SetFieldInteger64(FeatureHandle feature, int field, long value);

    [LibraryImport(Library)]
    internal static partial void OGR_F_SetFieldDouble(FeatureHandle feature, int field, double value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void OGR_F_SetFieldString(FeatureHandle feature, int field, string value);

    [LibraryImport(Library)]
    internal static partial void OGR_F_SetFieldNull(FeatureHandle feature, int field);

    // Takes the geometry over, whatever comes of it.
    [LibraryImport(Library)]
    internal static partial int OGR_F_SetGeometryDirectly(FeatureHandle feature, nint geometry);

    // The geometry is ours until a feature takes it over.
    [LibraryImport(Library)]
    internal static partial int OGR_G_CreateFromWkb(ReadOnlySpan<byte> wkb, nint reference, out nint geometry, int length);
}
