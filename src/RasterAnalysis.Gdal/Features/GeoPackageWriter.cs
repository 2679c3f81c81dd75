using RasterAnalysis.Features;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Features;

/// <summary>Writes a GeoPackage of one table of multipolygons, with an index of where they lie.</summary>
/// <remarks>As <see cref="IFeatureTableWriter"/> says. Write under a name of its own and rename what is complete. What is pending of a transaction is on disk, not in memory.</remarks>
public sealed class GeoPackageWriter : IFeatureTableWriter
{
    private const int FeaturesOfTransaction = 50_000;

    // GeoPackages say when they were changed; the same features are to be the same bytes
    private const string Date = "2000-01-01T00:00:00.000Z";
    private static readonly string[] Leftovers = ["", "-journal", "-wal", "-shm"];

    private readonly string _path;
    private readonly IReadOnlyList<FeatureField> _fields;
    private readonly GdalDataset _dataset;
    private readonly nint _layer;
    private readonly FeatureHandle _feature;
    private byte[] _wkb = [];
    private bool _isComplete;

    private GeoPackageWriter(string path, FeatureTableDefinition definition)
    {
        (_path, _fields) = (path, definition.Fields);
        Delete();
        using var date = new FixedDate();
        using var errors = GdalErrorScope.Enter("Creating", path);
        using var none = StringListHandle.Of();
        _dataset = new GdalDataset(errors.Check("GDALCreate", LibGdal.GDALCreate(LibGdal.GDALGetDriverByName("GPKG"), path, 0, 0, 0, GdalDataType.GDT_Unknown, none)), path);
        try
        {
            using var reference = definition.Wkt is null ? null : SpatialReferences.Import(definition.Wkt)
                ?? throw new ArgumentException("The coordinate system is not understood.", nameof(definition));
            using var options = StringListHandle.Of($"FID={FeatureTableDefinition.IdField}", $"GEOMETRY_NAME={FeatureTableDefinition.ShapeField}", "SPATIAL_INDEX=YES");
            _layer = LibGdal.GDALDatasetCreateLayer(_dataset.Handle, definition.Name, reference?.DangerousGetHandle() ?? 0, wkbMultiPolygon, options);
            errors.Check("GDALDatasetCreateLayer", _layer == 0 ? 1 : 0);
            foreach (var field in _fields)
            {
                AddField(errors, field);
            }

            // tables are made with their first feature otherwise, outside of this date
            errors.Check("OGR_L_SyncToDisk", LibGdal.OGR_L_SyncToDisk(_layer));
            WriteAliases(errors, definition.Name);
            _feature = errors.Check("OGR_F_Create", LibGdal.OGR_F_Create(LibGdal.OGR_L_GetLayerDefn(_layer)));
            errors.Check("GDALDatasetStartTransaction", LibGdal.GDALDatasetStartTransaction(_dataset.Handle, 0));
        }
        catch
        {
            _feature?.Dispose();
            _dataset.Dispose();
            Delete();
            throw;
        }
    }

    /// <inheritdoc/>
    public long Count { get; private set; }

    /// <summary>Begins a new file.</summary>
    /// <param name="path">Where; what lies there already, or was left there by a process that was killed, is replaced. The folder exists.</param>
    /// <param name="definition">Its table.</param>
    /// <exception cref="ArgumentException">The definition has a name that is none, or twice, or a coordinate system that is not understood.</exception>
    /// <exception cref="RasterAccessException">It cannot be written there.</exception>
    public static GeoPackageWriter Create(string path, FeatureTableDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        GdalRuntime.Initialize();
        string[] names = [.. definition.Fields.Select(field => field.Name), FeatureTableDefinition.IdField, FeatureTableDefinition.ShapeField];
        if (names.Append(definition.Name).FirstOrDefault(name => !IsName(name)) is { } wrong)
        {
            throw new ArgumentException($"'{wrong}' is no name: a letter, then letters, digits and underscores, and no more than {FeatureTableDefinition.LongestName} of them.", nameof(definition));
        }

        return names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Length
            ? throw new ArgumentException($"There are two fields of one name among {string.Join(", ", names)}.", nameof(definition))
            : new GeoPackageWriter(path, definition);
    }

    /// <inheritdoc/>
    public void Append(PolygonGeometry geometry, params ReadOnlySpan<FeatureValue> values)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        if (geometry.Fault is { } fault)
        {
            throw new ArgumentException($"The geometry {fault}.", nameof(geometry));
        }

        if (values.Length != _fields.Count)
        {
            throw new ArgumentException($"There are {values.Length} values for {_fields.Count} fields.", nameof(values));
        }

        using var errors = GdalErrorScope.Enter("Writing features of", _path);
        for (var i = 0; i < values.Length; i++)
        {
            SetValue(i, values[i]);
        }

        var length = PolygonWkb.Write(geometry, ref _wkb);
        errors.Check("OGR_G_CreateFromWkb", LibGdal.OGR_G_CreateFromWkb(_wkb.AsSpan(0, length), 0, out var shape, length));
        errors.Check("OGR_F_SetGeometryDirectly", LibGdal.OGR_F_SetGeometryDirectly(_feature, shape));
        errors.Check("OGR_F_SetFID", LibGdal.OGR_F_SetFID(_feature, OGRNullFID));
        errors.Check("OGR_L_CreateFeature", LibGdal.OGR_L_CreateFeature(_layer, _feature));
        if (++Count % FeaturesOfTransaction == 0)
        {
            errors.Check("GDALDatasetCommitTransaction", LibGdal.GDALDatasetCommitTransaction(_dataset.Handle));
            errors.Check("GDALDatasetStartTransaction", LibGdal.GDALDatasetStartTransaction(_dataset.Handle, 0));
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_feature.IsClosed, this);
        using var date = new FixedDate();
        using (var errors = GdalErrorScope.Enter("Finishing", _path))
        {
            errors.Check("GDALDatasetCommitTransaction", LibGdal.GDALDatasetCommitTransaction(_dataset.Handle));
            _feature.Dispose();
        }

        _dataset.Complete();
        foreach (var leftover in Leftovers.Skip(1))
        {
            File.Delete(_path + leftover);
        }

        _isComplete = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isComplete)
        {
            return;
        }

        _feature.Dispose();
        _dataset.Dispose();
        Delete();
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= FeatureTableDefinition.LongestName && char.IsLetter(name[0]) && name.All(character => char.IsLetterOrDigit(character) || character == '_');

    private void AddField(GdalErrorScope errors, FeatureField field)
    {
        using var definition = errors.Check("OGR_Fld_Create", LibGdal.OGR_Fld_Create(
            field.Name,
            field.Type switch { FeatureFieldType.Integer => OFTInteger64, FeatureFieldType.Real => OFTReal, _ => OFTString }));
        if (field is { Type: FeatureFieldType.Text, Length: > 0 })
        {
            LibGdal.OGR_Fld_SetWidth(definition, field.Length);
        }

        errors.Check("OGR_L_CreateField", LibGdal.OGR_L_CreateField(_layer, definition, 0));
    }

    // By the standard's extension "schema", which libgdal 3.6 does not write.
    private void WriteAliases(GdalErrorScope errors, string table)
    {
        FeatureField[] named = [.. _fields.Where(field => field.Alias is not null)];
        if (named.Length == 0)
        {
            return;
        }

        foreach (var statement in GeoPackageSchema.Statements(table, named))
        {
            LibGdal.GDALDatasetReleaseResultSet(_dataset.Handle, LibGdal.GDALDatasetExecuteSQL(_dataset.Handle, statement, 0, null));
            errors.Check("GDALDatasetExecuteSQL");
        }
    }

    private void SetValue(int number, FeatureValue value)
    {
        var field = _fields[number];
        switch (value.Type)
        {
            case null:
            case FeatureFieldType.Real when double.IsNaN(value.Number):
                LibGdal.OGR_F_SetFieldNull(_feature, number);
                break;
            case FeatureFieldType.Integer when field.Type == FeatureFieldType.Integer:
                LibGdal.OGR_F_SetFieldInteger64(_feature, number, value.Integer);
                break;
            case FeatureFieldType.Integer or FeatureFieldType.Real when field.Type == FeatureFieldType.Real:
                LibGdal.OGR_F_SetFieldDouble(_feature, number, value.Number);
                break;
            case FeatureFieldType.Text when field.Type == FeatureFieldType.Text && (field.Length == 0 || value.Text!.Length <= field.Length):
                LibGdal.OGR_F_SetFieldString(_feature, number, value.Text!);
                break;
            default:
                throw new ArgumentException($"The value {value} does not fit the field {field.Name}, which is {field.Type}{(field.Length > 0 ? $" of {field.Length} characters" : "")}.", nameof(value));
        }
    }

    private void Delete()
    {
        foreach (var leftover in Leftovers.Where(leftover => File.Exists(_path + leftover)))
        {
            File.Delete(_path + leftover);
        }
    }

    // What the clock of GDAL's drivers says on this thread.
    private sealed class FixedDate : IDisposable
    {
        public FixedDate() => LibGdal.CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", Date);

        public void Dispose() => LibGdal.CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", null);
    }
}
