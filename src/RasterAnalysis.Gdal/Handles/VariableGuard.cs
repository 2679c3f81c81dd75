using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Handles;

// Sees to it that a stranger's file of several variables names no other file. Classic netCDF cannot; HDF5, and with it netCDF-4, has links to other files, values that lie in them, and datasets
// that are put together of theirs.
internal static unsafe class VariableGuard
{
    private const int MostLinks = 50_000;
    private static readonly Lock Gate = new();

    public static void Require(string path)
    {
        if (FetchedVariables.IsClassic(path))
        {
            return;
        }

        var name = Path.GetFileName(path);
        var library = Hdf5Library.Find() ?? throw new RasterAccessException(
            $"'{name}' is a netCDF-4 or HDF5 file of another server. Such files may name other files, and this service's libgdal has no HDF5 library by which that can be seen. {GdalDrivers.WayOfRefusedFormats}");
        lock (Gate)
        {
            if (Look(library, path) is { } reason)
            {
                throw new RasterAccessException($"'{name}' {reason}");
            }
        }
    }

    private static string? Look(Hdf5Library library, string path)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(path + "\0"))
        {
            var file = library.Open(text, 0, 0);
            if (file < 0)
            {
                return "is no HDF5 file that can be read.";
            }

            var state = new State(library);
            var handle = GCHandle.Alloc(state);
            try
            {
                var result = library.VisitLinks(file, 0, 2, &OnLink, (void*)GCHandle.ToIntPtr(handle));
                return state.Reason ?? (result < 0 ? "is no HDF5 file that can be read." : null);
            }
            finally
            {
                handle.Free();
                library.Close(file);
            }
        }
    }

    // Any number but 0 ends the visit.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLink(long group, byte* name, int* type, void* data)
    {
        var state = (State)GCHandle.FromIntPtr((nint)data).Target!;
        state.Reason = Reason(state, group, name, *type);
        return state.Reason is null ? 0 : 1;
    }

    private static string? Reason(State state, long group, byte* name, int type)
    {
        if (++state.Links > MostLinks)
        {
            return $"has more than {MostLinks} links of groups and variables: it is not looked through.";
        }

        if (type >= Hdf5Library.External)
        {
            return $"has a link to another file, '{Shown(name)}', which is not followed: bring its variables into one file, for example with nccopy or h5repack.";
        }

        // a link within the file leads to what has a place of its own
        if (type != 0)
        {
            return null;
        }

        var library = state.Library;
        var found = library.OpenObject(group, name, 0);
        if (found < 0)
        {
            return $"has an object that cannot be read, '{Shown(name)}'.";
        }

        try
        {
            if (library.TypeOf(found) != Hdf5Library.Dataset)
            {
                return null;
            }

            var properties = library.PropertiesOf(found);
            if (properties < 0)
            {
                return $"has a variable that cannot be read, '{Shown(name)}'.";
            }

            var isElsewhere = library.ExternalFiles(properties) != 0 || library.Layout(properties) == Hdf5Library.Virtual;
            library.CloseProperties(properties);
            return isElsewhere ? $"has a variable whose values lie in other files, '{Shown(name)}', which are not read: bring them into one file, for example with nccopy or h5repack." : null;
        }
        finally
        {
            library.CloseObject(found);
        }
    }

    private static string Shown(byte* name) => VariableNames.Shown(Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)));

    private sealed class State(Hdf5Library library)
    {
        public Hdf5Library Library => library;

        public int Links { get; set; }

        public string? Reason { get; set; }
    }
}
