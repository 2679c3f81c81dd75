using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Handles;

// What a file of several variables has, group by group. Such a file may be hostile: groups without end, and links in a circle.
internal sealed class VariableList : IDisposable
{
    private const int MostGroups = 1000;
    private const int MostVariables = 10_000;
    private const int MostDepth = 16;

    private static readonly string[] NamingAttributes = ["bounds", "climatology", "coordinates", "grid_mapping"];

    private readonly List<FileVariable> _all = [];
    private readonly string _file;
    private int _groups;

    private VariableList(string file) => _file = file;

    // Variables of numbers over two axes or more that are no coordinates, bounds of cells and the like of others; where some say where they lie, only those.
    public IReadOnlyList<FileVariable> Rasters
    {
        get
        {
            var helpers = Helpers();
            List<FileVariable> found = [.. _all.Where(variable => IsRaster(variable) && !helpers.Contains(variable.FullName))];
            return found.Exists(variable => variable.IsPlaced) ? [.. found.Where(variable => variable.IsPlaced)] : found;
        }
    }

    // One that libgdal does not open, with its reason; it is none of the rasters.
    public string? Unreadable { get; private set; }

    // Throws a RasterAccessException where there is too much to look through.
    public static VariableList Read(GroupHandle root, string file)
    {
        var list = new VariableList(file);
        try
        {
            list.Add(root, 0);
            return list;
        }
        catch
        {
            list.Dispose();
            throw;
        }
    }

    // The variable of exactly this path, not looking at any other; null where there is none.
    public static FileVariable? Find(GroupHandle root, string path)
    {
        using var errors = GdalErrorScope.Enter($"Opening variable '{VariableNames.Shown(path)}'");
        using var options = new StringListHandle();
        string[] parts = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        if (parts.Length is 0 or > MostDepth)
        {
            return null;
        }

        var (group, opened) = (root, new List<GroupHandle>());
        try
        {
            foreach (var part in parts[..^1])
            {
                // only what is listed is opened: a name is somebody's text, and Zarr's groups are folders
                using var groups = LibGdal.GDALGroupGetGroupNames(group, options);
                if (!groups.ToList().Contains(part))
                {
                    return null;
                }

                opened.Add(LibGdal.GDALGroupOpenGroup(group, part, options));
                group = opened[^1];
                if (group.IsInvalid)
                {
                    return null;
                }
            }

            using var names = LibGdal.GDALGroupGetMDArrayNames(group, options);
            errors.Forgive();
            return !names.ToList().Contains(parts[^1]) ? null : OpenOf(group, parts[^1], options) ?? throw errors.Failure("GDALGroupOpenMDArray");
        }
        finally
        {
            errors.Forgive();
            opened.ForEach(handle => handle.Dispose());
        }
    }

    // By what stands behind the groups, where that is one variable's alone.
    public FileVariable? FindShort(string name) =>
        _all.Where(variable => variable.ShortName == name).Take(2).ToArray() is [var only] ? only : null;

    public void Dispose() => _all.ForEach(variable => variable.Dispose());

    private static bool IsRaster(FileVariable variable) => variable.IsNumeric && variable.Axes.Length >= 2 && variable.Axes.All(axis => axis.Size > 0);

    private static FileVariable? OpenOf(GroupHandle group, string name, StringListHandle options)
    {
        var array = LibGdal.GDALGroupOpenMDArray(group, name, options);
        if (!array.IsInvalid)
        {
            return new FileVariable(array);
        }

        array.Dispose();
        return null;
    }

    private void Add(GroupHandle group, int depth)
    {
        using var errors = GdalErrorScope.Enter("Listing the variables of", _file);
        using var options = new StringListHandle();
        using var arrays = LibGdal.GDALGroupGetMDArrayNames(group, options);
        using var groups = LibGdal.GDALGroupGetGroupNames(group, options);
        var (names, below) = (arrays.ToList(), groups.ToList());
        _groups++;
        if (_groups + below.Count > MostGroups || _all.Count + names.Count > MostVariables || (depth == MostDepth && below.Count > 0))
        {
            throw new RasterAccessException(
                $"'{_file}' has more than {MostVariables} variables or {MostGroups} groups, or groups {MostDepth} deep and deeper, as links in a circle make them: it is not looked through. "
                + $"Name one variable at the end of the uri, as {_file}#group/variable.");
        }

        foreach (var name in names)
        {
            if (OpenOf(group, name, options) is { } variable)
            {
                _all.Add(variable);
            }
            else
            {
                errors.Forgive();
                Unreadable ??= $"'{VariableNames.Shown(name)}' cannot be opened: {(errors.Warnings.Count > 0 ? errors.Warnings[^1] : "GDAL gave no reason")}";
            }
        }

        foreach (var name in below)
        {
            using var child = LibGdal.GDALGroupOpenGroup(group, name, options);
            if (!child.IsInvalid)
            {
                Add(child, depth + 1);
            }
        }

        errors.Forgive();
    }

    // Full names of what only says where others lie. A name is looked for in the group of who names it and in those around it.
    private HashSet<string> Helpers()
    {
        var helpers = _all.SelectMany(variable => variable.Axes).Select(axis => axis.Coordinate).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var variable in _all)
        {
            var names = NamingAttributes.SelectMany(attribute => variable.Attribute(attribute)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []);
            foreach (var name in names.Take(MostDepth).Select(name => name.TrimStart('/')))
            {
                for (var group = variable.FullName; group.LastIndexOf('/') is >= 0 and var slash; group = group[..slash])
                {
                    helpers.Add($"{group[..slash]}/{name}");
                }
            }
        }

        return helpers;
    }
}
