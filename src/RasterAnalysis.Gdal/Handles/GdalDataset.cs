using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Handles;

// An open dataset. One thread at a time, as GDAL requires. Bands are 1-based.
internal sealed class GdalDataset : IDisposable
{
    public GdalDataset(DatasetHandle handle, string path)
    {
        Handle = handle;
        Path = path;
    }

    public DatasetHandle Handle { get; }

    // For messages.
    public string Path { get; }

    // For a virtual dataset of a file's variables: the file's own driver and files.
    public string? FileDriverName { get; init; }

    public IReadOnlyList<string>? FileNames { get; init; }

    // Whether it is such a dataset: it has no name by which it could be opened again.
    public bool IsJoined => FileDriverName is not null;

    public RasterSize Size => new(LibGdal.GDALGetRasterXSize(Handle), LibGdal.GDALGetRasterYSize(Handle));

    public int BandCount => LibGdal.GDALGetRasterCount(Handle);

    public string DriverName => FileDriverName ?? LibGdal.GDALGetDriverShortName(LibGdal.GDALGetDatasetDriver(Handle)) ?? string.Empty;

    public int GroundControlPointCount => LibGdal.GDALGetGCPCount(Handle);

    // Null when the file has no geotransform.
    public GeoTransform? Transform
    {
        get
        {
            Span<double> c = stackalloc double[6];
            using var errors = GdalErrorScope.Enter("Reading the geotransform of", Path);
            var result = LibGdal.GDALGetGeoTransform(Handle, c);
            errors.Forgive();
            return result == 0 ? GeoTransform.FromArray(c) : null;
        }
    }

    // Null when there is none.
    public string? Wkt => WktOf(LibGdal.GDALGetSpatialRef(Handle));

    // Of the ground control points; null when there are none.
    public string? GroundControlPointWkt => WktOf(LibGdal.GDALGetGCPSpatialRef(Handle));

    public bool HasRationalPolynomials => GetMetadata("LINE_NUM_COEFF", "RPC") is not null;

    // Of what ties a raster without a geotransform to the ground: control points, or rational polynomials, which are in WGS 84.
    public string? ControlWkt => Transform is not null ? null
        : GroundControlPointWkt ?? (HasRationalPolynomials ? SpatialReferences.Wgs84 : null);

    public RasterGrid Grid => new(Size, Transform ?? GeoTransform.Identity, Wkt);

    public IEnumerable<GdalRasterBand> Bands => Enumerable.Range(1, BandCount).Select(Band);

    // A trusted path may name one variable of a file (VariablePath).
    public static GdalDataset Open(string path, bool isTrusted)
    {
        GdalRuntime.Initialize();
        if (FetchedVariables.Find(path) is { } fetched)
        {
            return VariableFile.OpenFetched(fetched);
        }

        var (file, variable) = isTrusted ? VariablePath.Of(path) : new VariablePath(GdalDrivers.RequireLocalFile(path), null);
        if (isTrusted && RangedFilePath.FileOf(file) is null && VariableFile.TryOpen(file, variable) is { } variables)
        {
            return variables;
        }

        var dataset = OpenFile(file, isTrusted);
        if (dataset.DriverName == GribFile.DriverName && variable is null)
        {
            return GribFile.Name(dataset);
        }

        if (variable is null && dataset.BandCount > 0)
        {
            return dataset;
        }

        using (dataset)
        {
            return isTrusted ? SubdatasetFile.Open(dataset, variable) : throw new RasterAccessException($"'{System.IO.Path.GetFileName(path)}' has no raster bands.");
        }
    }

    // A stranger's file as its driver has it: its bands keep GDAL's names, and what is made beside it gets its name.
    public static GdalDataset OpenItself(string path)
    {
        GdalRuntime.Initialize();
        return OpenFile(GdalDrivers.RequireLocalFile(path), isTrusted: false);
    }

    // The files that it consists of, as GDAL names them.
    public IReadOnlyList<string> Files()
    {
        if (FileNames is not null)
        {
            return FileNames;
        }

        using var errors = GdalErrorScope.Enter("Listing the files of", Path);
        using var list = LibGdal.GDALGetFileList(Handle);
        errors.Forgive();
        return list.ToList();
    }

    private static GdalDataset OpenFile(string path, bool isTrusted)
    {
        using var errors = GdalErrorScope.Enter("Opening", path);
        var isRanged = RangedFilePath.FileOf(path) is not null;
        using var drivers = isRanged ? StringListHandle.Of(GdalDrivers.ForRanges)
            : isTrusted ? new StringListHandle() : StringListHandle.Of(GdalDrivers.ForUntrustedFiles);
        using var options = new StringListHandle();
        var handle = LibGdal.GDALOpenEx(path, GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, options, 0);
        if (handle.IsInvalid)
        {
            var failure = errors.Failure("GDALOpenEx");
            throw !isTrusted && !isRanged && GdalDrivers.RefusedFormatOf(path) is { } format
                ? new RasterAccessException($"'{System.IO.Path.GetFileName(path)}' is a {format} file, which is not taken as an upload: it may name other files. {GdalDrivers.WayOfRefusedFormats}")
                : failure;
        }

        // GDAL opened it and complained, for example of a broken sidecar: reading will tell.
        return new GdalDataset(errors.CheckResult("GDALOpenEx", handle), path);
    }

    // In memory or on disk, with one type for all bands.
    public static GdalDataset Create(string driver, string path, RasterSize size, int bands, GdalDataType type, params ReadOnlySpan<string> creationOptions)
    {
        GdalRuntime.Initialize();
        using var errors = GdalErrorScope.Enter("Creating", path);
        using var options = StringListHandle.Of(creationOptions);
        var handle = LibGdal.GDALCreate(Driver(driver), path, size.Width, size.Height, bands, type, options);
        return new GdalDataset(errors.Check("GDALCreate", handle), path);
    }

    public static nint Driver(string name)
    {
        GdalRuntime.Initialize();
        var driver = LibGdal.GDALGetDriverByName(name);
        return driver != 0 ? driver : throw new GdalException($"This libgdal has no {name} driver.", "GDALGetDriverByName");
    }

    public GdalRasterBand Band(int number)
    {
        using var errors = GdalErrorScope.Enter($"Taking band {number} of", Path);
        var band = LibGdal.GDALGetRasterBand(Handle, number);
        return band != 0 ? new GdalRasterBand(this, band, number) : throw errors.Failure("GDALGetRasterBand");
    }

    public void SetGrid(RasterGrid grid)
    {
        using var errors = GdalErrorScope.Enter("Georeferencing", Path);

        // The identity is GDAL's word for "none"; said aloud, some drivers would write it down.
        if (grid.Transform != GeoTransform.Identity)
        {
            errors.Check("GDALSetGeoTransform", LibGdal.GDALSetGeoTransform(Handle, grid.Transform.ToArray()));
        }

        if (grid.Wkt is { } wkt)
        {
            errors.Check("GDALSetProjection", LibGdal.GDALSetProjection(Handle, wkt));
        }
    }

    public string? GetMetadata(string name, string? domain = null) => LibGdal.GDALGetMetadataItem(Handle, name, domain);

    public void SetMetadata(string name, string value)
    {
        using var errors = GdalErrorScope.Enter($"Setting {name} of", Path);
        errors.Check("GDALSetMetadataItem", LibGdal.GDALSetMetadataItem(Handle, name, value, null));
    }

    // Writes what is pending and closes the file; a full disk is often noticed only here. Dispose alone would not tell.
    public void Complete()
    {
        using var errors = GdalErrorScope.Enter("Finishing", Path);
        LibGdal.GDALFlushCache(Handle);
        errors.Check("GDALFlushCache");
        Handle.Dispose();
        errors.Check("GDALReleaseDataset");
    }

    public void Dispose() => Handle.Dispose();

    private static string? WktOf(nint reference) => reference == 0 ? null : SpatialReferences.ExportWkt(reference);
}
