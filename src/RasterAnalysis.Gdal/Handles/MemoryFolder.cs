using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal.Handles;

// A folder of GDAL's memory file system with a name of its own; gone with everything in it when disposed.
internal sealed class MemoryFolder : IDisposable
{
    private readonly string _folder = $"/vsimem/rasteranalysis-{Guid.NewGuid():N}";

    public string PathOf(string name) => $"{_folder}/{name}";

    public unsafe byte[] ReadBytes(string name)
    {
        using var errors = GdalErrorScope.Enter("Reading", PathOf(name));
        var bytes = LibGdal.VSIGetMemFileBuffer(PathOf(name), out var length, 0);
        return bytes is null ? throw errors.Failure("VSIGetMemFileBuffer") : new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
    }

    public void Dispose()
    {
        // An empty folder was never made, which is no failure.
        using var errors = GdalErrorScope.Enter("Removing", _folder);
        _ = LibGdal.VSIRmdirRecursive(_folder);
    }
}
