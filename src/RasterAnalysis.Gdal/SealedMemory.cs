using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal;

/// <summary>
/// Memory that is shared with one child process: a file without a name whose size nobody can change any more, so that a hostile child cannot take away what is read here (reading behind the end of a
/// file ends a process).
/// </summary>
/// <remarks>Linux only. Not thread-safe. What the child writes may change while it is read.</remarks>
public sealed class SealedMemory : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly MemoryMappedFile _mapped;

    /// <summary>Makes the memory; what is not touched takes none.</summary>
    /// <param name="length">Bytes.</param>
    /// <exception cref="IOException">The system has no such files, or none left.</exception>
    public SealedMemory(long length)
    {
        var file = LibC.memfd_create("rasteranalysis", LibC.MFD_CLOEXEC | LibC.MFD_ALLOW_SEALING);
        _file = file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw new IOException($"Memory cannot be shared with another process: {Marshal.GetLastPInvokeErrorMessage()}.");
        RandomAccess.SetLength(_file, length);
        Control(LibC.F_ADD_SEALS, LibC.F_SEAL_SHRINK | LibC.F_SEAL_GROW | LibC.F_SEAL_SEAL);
        _mapped = MemoryMappedFile.CreateFromFile(_file, mapName: null, length, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
    }

    /// <summary>The file's number, which the child process has too (<see cref="Inherit"/>).</summary>
    public int FileNumber => (int)_file.DangerousGetHandle();

    /// <summary>Starts a process that has the file open. No other process may be started by this one meanwhile.</summary>
    /// <typeparam name="T">The process.</typeparam>
    /// <param name="start">Starts it.</param>
    public T Inherit<T>(Func<T> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        Control(LibC.F_SETFD, 0);
        try
        {
            return start();
        }
        finally
        {
            Control(LibC.F_SETFD, LibC.FD_CLOEXEC);
        }
    }

    /// <summary>Maps a part of it, which the caller disposes of first.</summary>
    /// <param name="offset">Bytes from its begin.</param>
    /// <param name="length">Bytes.</param>
    public MemoryMappedViewAccessor Map(long offset, long length) => _mapped.CreateViewAccessor(offset, length);

    /// <summary>Gives the memory back, once nobody has it mapped.</summary>
    public void Dispose()
    {
        _mapped.Dispose();
        _file.Dispose();
    }

    private void Control(int command, int argument)
    {
        if (LibC.fcntl(_file, command, argument) < 0)
        {
            throw new IOException($"Memory that is shared with another process cannot be sealed: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }
}
