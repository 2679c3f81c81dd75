using System.Globalization;
using System.Security.Cryptography;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Uploads;

/// <summary>
/// Writes a part of an upload behind what has come already. A part with a checksum counts only once that is proved: until then a file beside the data says where the part began, so that
/// after a kill in the middle it is as if the part had never come.
/// </summary>
public sealed class UploadPart : IDisposable
{
    private readonly string _marker;
    private readonly long _start;
    private readonly FileStream _data;
    private readonly IncrementalHash? _hash;

    /// <summary>Opens the data of an upload at its end.</summary>
    /// <param name="hold">The right to the upload.</param>
    /// <param name="algorithm">How the part will be proved; null where it need not be.</param>
    /// <exception cref="Rasters.RasterAccessException">The disk is full.</exception>
    public UploadPart(UploadHold hold, HashAlgorithmName? algorithm)
    {
        ArgumentNullException.ThrowIfNull(hold);
        _marker = Path.Combine(hold.Folder, "unproved");
        _data = new FileStream(Path.Combine(hold.Folder, "data"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (Unproved(hold.Folder) is { } left)
        {
            _data.SetLength(left);
            File.Delete(_marker);
        }

        _start = _data.Seek(0, SeekOrigin.End);
        if (algorithm is { } name)
        {
            Try(() => File.WriteAllText(_marker, _start.ToString(CultureInfo.InvariantCulture)));
            _hash = IncrementalHash.CreateHash(name);
        }
    }

    /// <summary>Bytes of the upload with those of this part.</summary>
    public long Offset => _data.Position;

    /// <summary>Writes bytes.</summary>
    /// <exception cref="Rasters.RasterAccessException">The disk is full. What was written before stays.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _data.Write(bytes);
        }
        catch (IOException exception) when (FullDisk.Is(exception))
        {
            throw FullDisk.Refusal(exception);
        }

        _hash?.AppendData(bytes);
    }

    /// <summary>Has the bytes on the disk, so that not even a power cut takes back what a client is told.</summary>
    public void Flush() => Try(() => _data.Flush(flushToDisk: true));

    /// <summary>Ends a part that has come whole.</summary>
    /// <param name="checksum">Its checksum as the client gives it; looked at where an algorithm was named.</param>
    /// <returns>Whether it is right. If not, nothing of the part stays.</returns>
    public bool Prove(ReadOnlySpan<byte> checksum)
    {
        Flush();
        if (_hash is not null && !_hash.GetHashAndReset().AsSpan().SequenceEqual(checksum))
        {
            Discard();
            return false;
        }

        File.Delete(_marker);
        return true;
    }

    /// <summary>Takes the whole part back.</summary>
    public void Discard()
    {
        _data.SetLength(_start);
        _data.Seek(0, SeekOrigin.End);
        File.Delete(_marker);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash?.Dispose();
        _data.Dispose();
    }

    /// <summary>Where a part begins that is not proved yet; null where there is none.</summary>
    internal static long? Unproved(string folder)
    {
        try
        {
            return long.TryParse(File.ReadAllText(Path.Combine(folder, "unproved")), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception) when (FullDisk.Is(exception))
        {
            throw FullDisk.Refusal(exception);
        }
    }
}
