using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters.Ranges;

namespace RasterAnalysis.Gdal.Ranges;

// What GDAL calls for each file of the file system. No exception leaves one of them: what goes wrong is kept (RangeFileSystem.Fail), and GDAL is told that there are no bytes.
internal static unsafe class RangeCallbacks
{
    private const int Failed = -1;

    public static void Fill(VSIFilesystemPluginCallbacksStruct* callbacks)
    {
        callbacks->stat = &Stat;
        callbacks->read_dir = &ReadFolder;
        callbacks->sibling_files = &Siblings;
        callbacks->open = &Open;
        callbacks->tell = &Tell;
        callbacks->seek = &Seek;
        callbacks->read = &Read;
        callbacks->read_multi_range = &ReadRanges;
        callbacks->eof = &IsAtEnd;
        callbacks->close = &Close;
    }

    // The layout of the answer is the platform's: libgdal itself writes it, of the sparse file, which is as long as the whole one.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Stat(void* user, byte* name, void* status, int flags)
    {
        try
        {
            return RangeFileSystem.Find(Text(name)) is { } found ? LibGdal.VSIStatExL(OpenRangedFile.DataPathOf(found.Description), status, flags) : Failed;
        }
        catch (Exception exception)
        {
            RangeFileSystem.Fail(PathOf(name), exception);
            return Failed;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte** ReadFolder(void* user, byte* name, int most) => EmptyList();

    // A file has nothing beside it, so that GDAL asks for no overviews, masks and world files.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte** Siblings(void* user, byte* name) => EmptyList();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Open(void* user, byte* name, byte* access)
    {
        try
        {
            if (Text(access).AsSpan().IndexOfAny("wa+") >= 0 || RangeFileSystem.Find(Text(name)) is not { } found || RangeFileSystem.FailureOf(found.Path) is not null)
            {
                return null;
            }

            return (void*)GCHandle.ToIntPtr(GCHandle.Alloc(new RangeHandle(found.Path, OpenRangedFile.Open(found.Path, found.Description, found.Source))));
        }
        catch (Exception exception)
        {
            RangeFileSystem.Fail(PathOf(name), exception);
            return null;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ulong Tell(void* handle) => (ulong)HandleOf(handle).File.Position;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Seek(void* handle, ulong offset, int origin) => HandleOf(handle).File.Seek(unchecked((long)offset), origin) ? 0 : Failed;

    // size: bytes of an item. Returns items.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint Read(void* handle, void* buffer, nuint size, nuint count)
    {
        var open = HandleOf(handle);
        try
        {
            if (size == 0 || count == 0 || RangeFileSystem.FailureOf(open.Path) is not null)
            {
                return 0;
            }

            var (total, at) = (checked(size * count), (nuint)0);
            while (at < total)
            {
                var part = (int)nuint.Min(total - at, int.MaxValue);
                var read = open.File.Read(new Span<byte>((byte*)buffer + at, part));
                at += (nuint)read;
                if (read < part)
                {
                    break;
                }
            }

            return at / size;
        }
        catch (Exception exception)
        {
            RangeFileSystem.Fail(open.Path, exception);
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ReadRanges(void* handle, int count, void** buffers, ulong* offsets, nuint* sizes)
    {
        var open = HandleOf(handle);
        try
        {
            if (RangeFileSystem.FailureOf(open.Path) is not null)
            {
                return Failed;
            }

            var places = new (long Offset, long Count)[count];
            for (var i = 0; i < count; i++)
            {
                places[i] = (checked((long)offsets[i]), checked((int)sizes[i]));
            }

            open.File.Fetch(places);
            for (var i = 0; i < count; i++)
            {
                if (open.File.Read(places[i].Offset, new Span<byte>(buffers[i], (int)places[i].Count)) < places[i].Count)
                {
                    return Failed;
                }
            }

            return 0;
        }
        catch (Exception exception)
        {
            RangeFileSystem.Fail(open.Path, exception);
            return Failed;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int IsAtEnd(void* handle) => HandleOf(handle).File.IsAtEnd ? 1 : 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(void* handle)
    {
        var pinned = GCHandle.FromIntPtr((nint)handle);
        ((RangeHandle)pinned.Target!).File.Dispose();
        pinned.Free();
        return 0;
    }

    private static RangeHandle HandleOf(void* handle) => (RangeHandle)GCHandle.FromIntPtr((nint)handle).Target!;

    private static string PathOf(byte* name) => RangedFilePath.Prefix + Text(name);

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private static byte** EmptyList() => (byte**)LibGdal.VSICalloc(1, (nuint)sizeof(byte*));

    private sealed record RangeHandle(string Path, OpenRangedFile File);
}
