using Microsoft.Win32.SafeHandles;

namespace RasterAnalysis.Rasters.Smoothing;

// A file that is gone when it is closed, or when the process ends in whatever way.
internal static class ScratchFile
{
    public static SafeFileHandle Open(string path)
    {
        File.Delete(path);
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
        File.Delete(path);
        return file;
    }

    /// <returns>How many bytes there were.</returns>
    public static int Read(SafeFileHandle file, Span<byte> target, long offset)
    {
        var done = 0;
        while (done < target.Length && RandomAccess.Read(file, target[done..], offset + done) is > 0 and var count)
        {
            done += count;
        }

        return done;
    }
}
