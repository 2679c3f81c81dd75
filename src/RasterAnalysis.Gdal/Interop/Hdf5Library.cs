using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// The HDF5 library that libgdal itself reads with: a few of its functions, by which a file is looked through without reading a value.
internal sealed unsafe class Hdf5Library
{
    public const int External = 64;
    public const int Dataset = 5;
    public const int Virtual = 3;
    private const string Maps = "/proc/self/maps";
    private static readonly Lazy<Hdf5Library?> Loaded = new(Load);

    public readonly delegate* unmanaged[Cdecl]<byte*, uint, long, long> Open;
    public readonly delegate* unmanaged[Cdecl]<long, int> Close;

    // of a group and all below it: kind of index, order, what hears of each link, and what it is given
    public readonly delegate* unmanaged[Cdecl]<long, int, int, delegate* unmanaged[Cdecl]<long, byte*, int*, void*, int>, void*, int> VisitLinks;
    public readonly delegate* unmanaged[Cdecl]<long, byte*, long, long> OpenObject;
    public readonly delegate* unmanaged[Cdecl]<long, int> CloseObject;
    public readonly delegate* unmanaged[Cdecl]<long, int> TypeOf;
    public readonly delegate* unmanaged[Cdecl]<long, long> PropertiesOf;
    public readonly delegate* unmanaged[Cdecl]<long, int> ExternalFiles;
    public readonly delegate* unmanaged[Cdecl]<long, int> Layout;
    public readonly delegate* unmanaged[Cdecl]<long, int> CloseProperties;

    private Hdf5Library(nint library)
    {
        nint Export(string name) => NativeLibrary.GetExport(library, name);
        ((delegate* unmanaged[Cdecl]<int>)Export("H5open"))();
        uint major, minor, release;
        ((delegate* unmanaged[Cdecl]<uint*, uint*, uint*, int>)Export("H5get_libversion"))(&major, &minor, &release);
        if (major != 1 || minor < 10)
        {
            // its ids have another size
            throw new EntryPointNotFoundException($"HDF5 {major}.{minor}");
        }

        // from 1.12 on the name stands for two
        VisitLinks = (delegate* unmanaged[Cdecl]<long, int, int, delegate* unmanaged[Cdecl]<long, byte*, int*, void*, int>, void*, int>)(
            NativeLibrary.TryGetExport(library, "H5Lvisit", out var visit) ? visit : Export("H5Lvisit1"));
        Open = (delegate* unmanaged[Cdecl]<byte*, uint, long, long>)Export("H5Fopen");
        Close = (delegate* unmanaged[Cdecl]<long, int>)Export("H5Fclose");
        OpenObject = (delegate* unmanaged[Cdecl]<long, byte*, long, long>)Export("H5Oopen");
        CloseObject = (delegate* unmanaged[Cdecl]<long, int>)Export("H5Oclose");
        TypeOf = (delegate* unmanaged[Cdecl]<long, int>)Export("H5Iget_type");
        PropertiesOf = (delegate* unmanaged[Cdecl]<long, long>)Export("H5Dget_create_plist");
        ExternalFiles = (delegate* unmanaged[Cdecl]<long, int>)Export("H5Pget_external_count");
        Layout = (delegate* unmanaged[Cdecl]<long, int>)Export("H5Pget_layout");
        CloseProperties = (delegate* unmanaged[Cdecl]<long, int>)Export("H5Pclose");

        // it prints what goes wrong
        ((delegate* unmanaged[Cdecl]<long, nint, nint, int>)Export("H5Eset_auto2"))(0, 0, 0);
    }

    // Null where there is none, or none that is known.
    public static Hdf5Library? Find() => Loaded.Value;

    private static Hdf5Library? Load()
    {
        try
        {
            var path = File.Exists(Maps)
                ? File.ReadLines(Maps).Select(line => line[(line.IndexOf('/', StringComparison.Ordinal) is var at and >= 0 ? at : line.Length)..])
                    .FirstOrDefault(file => Path.GetFileName(file) is var name && name.StartsWith("libhdf5", StringComparison.Ordinal) && !name.Contains("_hl", StringComparison.Ordinal)
                        && !name.Contains("_cpp", StringComparison.Ordinal) && !name.Contains("fortran", StringComparison.Ordinal))
                : null;
            return path is null ? null : new Hdf5Library(NativeLibrary.Load(path));
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
