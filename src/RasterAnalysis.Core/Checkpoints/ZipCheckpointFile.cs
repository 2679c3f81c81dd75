using System.IO.Compression;
using System.Text;

namespace RasterAnalysis.Checkpoints;

/// <summary>The layout since torch 1.6: a zip archive with <c>data.pkl</c> and a file for each storage, <c>data/KEY</c>, none of them compressed.</summary>
internal sealed class ZipCheckpointFile : ICheckpointFile
{
    private const int MaxEntries = 100_000;
    private const long MaxPickle = 64L << 20;
    private readonly ZipArchive _archive;
    private readonly string _root;

    /// <summary>Reads what was saved.</summary>
    /// <param name="file">The file; it is disposed of with this.</param>
    /// <exception cref="CheckpointFormatException">It is damaged, or another archive.</exception>
    public ZipCheckpointFile(Stream file)
    {
        try
        {
            _archive = new ZipArchive(file, ZipArchiveMode.Read);
            if (_archive.Entries.Count > MaxEntries)
            {
                throw new CheckpointFormatException($"The checkpoint has more than {MaxEntries} entries.");
            }

            var pickles = _archive.Entries.Where(entry => entry.FullName == "data.pkl" || entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal)).ToArray();
            if (pickles is not [var pickle])
            {
                throw new CheckpointFormatException($"The archive has {pickles.Length} files data.pkl; a checkpoint of torch.save has one.");
            }

            _root = pickle.FullName[..^"data.pkl".Length];
            if (_archive.GetEntry(_root + "constants.pkl") is not null)
            {
                throw new CheckpointFormatException("The file is a TorchScript archive (torch.jit.save), not the weights of a network.");
            }

            RefuseBigEndian();
            using var content = Open(pickle, pickle.Length);
            Root = new PickleInterpreter(content, MaxPickle).Read();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            file.Dispose();
            throw new CheckpointFormatException($"The checkpoint's archive is damaged: {exception.Message}", exception);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public object? Root { get; }

    /// <summary>Whether an archive has a file of a name, in whatever folder; null where the archive is damaged.</summary>
    /// <param name="file">The archive; it stays open.</param>
    /// <param name="name">Name without folder.</param>
    public static bool? Holds(Stream file, string name)
    {
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return archive.Entries.Any(entry => entry.Name == name);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Stream OpenStorage(CheckpointStorage storage) => _archive.GetEntry($"{_root}data/{storage.Key}") is { } entry
        ? Open(entry, checked(storage.Count * storage.ElementSize)) : throw new CheckpointFormatException($"The storage '{CheckpointStorage.Shown(storage.Key)}' is not in the checkpoint.");

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private void RefuseBigEndian()
    {
        if (_archive.GetEntry(_root + "byteorder") is not { Length: < 32 } entry)
        {
            return;
        }

        using var reader = new StreamReader(Open(entry, entry.Length), Encoding.ASCII);
        if (reader.ReadToEnd().Trim() is var order && order != "little")
        {
            throw new CheckpointFormatException($"The checkpoint's bytes are in the order '{order}'; only little-endian ones are read.");
        }
    }

    /// <summary>What is stored as it is takes no more memory than the file has bytes.</summary>
    private static Stream Open(ZipArchiveEntry entry, long length) =>
        entry.Length != length ? throw new CheckpointFormatException($"'{CheckpointStorage.Shown(entry.FullName)}' has {entry.Length} bytes, and {length} were announced.")
        : entry.CompressedLength != entry.Length ? throw new CheckpointFormatException($"'{CheckpointStorage.Shown(entry.FullName)}' is compressed, which torch.save does not do. Save the checkpoint again.")
        : entry.Open();
}
