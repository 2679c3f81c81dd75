using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>
/// A folder in which TensorRT keeps the engines of one network. TensorRT writes into it whenever a shape is new and locks nothing, so a session has
/// a folder of its own for as long as it lives; the next session gets it with the engines in it.
/// </summary>
internal sealed class EngineCache : IDisposable
{
    private const int MostSessions = 256;
    private readonly FileStream _lock;
    private readonly string _mark;
    private bool _isWriting;
    private bool _hasFailed;

    private EngineCache(string folder, FileStream @lock)
    {
        (Folder, _lock) = (folder, @lock);
        _mark = Path.Combine(folder, "unfinished");
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Takes the first folder that no other session has. Where a session ended in the middle of writing, the folder is emptied.</summary>
    /// <param name="root">Folder of all engines.</param>
    /// <param name="key">All that an engine depends on.</param>
    /// <returns>Null when there is none to be had: then nothing is kept.</returns>
    public static EngineCache? Open(string root, IEnumerable<string> key)
    {
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', key))));
        for (var number = 0; number < MostSessions; number++)
        {
            try
            {
                var folder = Directory.CreateDirectory(Path.Combine(root, name, number.ToString(CultureInfo.InvariantCulture))).FullName;
                if (TryLock(folder) is { } held)
                {
                    return Clean(new EngineCache(folder, held));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Notes that TensorRT may write. If it is interrupted or fails before <see cref="Finish"/>, the next session finds the folder empty.</summary>
    public void Begin()
    {
        _hasFailed |= _isWriting;
        _isWriting = true;
        Try(() => File.WriteAllBytes(_mark, []));
    }

    /// <summary>Notes that what was written is whole.</summary>
    public void Finish()
    {
        _isWriting = false;
        if (!_hasFailed)
        {
            Try(() => File.Delete(_mark));
        }
    }

    // a folder that cannot be marked costs the next session a build, not this one its work
    private void Try(Action mark)
    {
        try
        {
            mark();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _hasFailed = true;
        }
    }

    /// <summary>Leaves the folder to the next session.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream? TryLock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            // another session has it
            return null;
        }
    }

    private static EngineCache Clean(EngineCache cache)
    {
        try
        {
            if (File.Exists(cache._mark))
            {
                foreach (var file in Directory.GetFiles(cache.Folder).Where(file => file != cache._lock.Name && file != cache._mark))
                {
                    File.Delete(file);
                }

                // last, so that an interruption here is noticed too
                cache.Finish();
            }

            return cache;
        }
        catch
        {
            cache.Dispose();
            throw;
        }
    }
}
