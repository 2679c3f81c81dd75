namespace RasterAnalysis.Gdal.Writing.Sections;

// A file that is written under a name of its own and takes its place in one step: nobody sees half a raster.
// Lies beside its target, because a rename across file systems is a copy. Disposed without Commit it leaves nothing.
internal sealed class TemporaryFile : IDisposable
{
    private const string Sidecar = ".aux.xml";
    private readonly string _target;

    public TemporaryFile(string target)
    {
        _target = System.IO.Path.GetFullPath(target);
        var name = $".{System.IO.Path.GetFileNameWithoutExtension(_target)}.{Guid.NewGuid():N}{System.IO.Path.GetExtension(_target)}";
        Path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(_target)!, name);
    }

    public string Path { get; }

    // The sidecar goes first, so that the raster never appears without it.
    public void Commit()
    {
        if (File.Exists(Path + Sidecar))
        {
            File.Move(Path + Sidecar, _target + Sidecar, overwrite: true);
        }
        else
        {
            File.Delete(_target + Sidecar);
        }

        File.Move(Path, _target, overwrite: true);
    }

    // GDAL names its own helpers after the file (.ovr.tmp, .msk.ovr.tmp).
    public void Dispose()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, System.IO.Path.GetFileName(Path) + "*") : [])
        {
            File.Delete(file);
        }
    }
}
