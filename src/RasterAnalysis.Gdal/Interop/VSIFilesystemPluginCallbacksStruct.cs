using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// cpl_vsi.h of 3.6. Later versions have members more at the end, so libgdal makes it (VSIAllocFilesystemPluginCallbacksStruct), with zeros.
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VSIFilesystemPluginCallbacksStruct
{
    public void* pUserData;
    public delegate* unmanaged[Cdecl]<void*, byte*, void*, int, int> stat;
    public nint unlink;
    public nint rename;
    public nint mkdir;
    public nint rmdir;
    public delegate* unmanaged[Cdecl]<void*, byte*, int, byte**> read_dir;
    public delegate* unmanaged[Cdecl]<void*, byte*, byte*, void*> open;
    public delegate* unmanaged[Cdecl]<void*, ulong> tell;
    public delegate* unmanaged[Cdecl]<void*, ulong, int, int> seek;
    public delegate* unmanaged[Cdecl]<void*, void*, nuint, nuint, nuint> read;
    public delegate* unmanaged[Cdecl]<void*, int, void**, ulong*, nuint*, int> read_multi_range;
    public nint get_range_status;
    public delegate* unmanaged[Cdecl]<void*, int> eof;
    public nint write;
    public nint flush;
    public nint truncate;
    public delegate* unmanaged[Cdecl]<void*, int> close;
    public nuint nBufferSize;
    public nuint nCacheSize;
    public delegate* unmanaged[Cdecl]<void*, byte*, byte**> sibling_files;
}
