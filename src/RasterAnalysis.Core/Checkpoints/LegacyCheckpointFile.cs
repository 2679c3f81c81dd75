using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace RasterAnalysis.Checkpoints;

/// <summary>
/// The layout before torch 1.6: five pickles one after the other (a magic number, the version, the writer's machine, what was saved, the storages' keys), then for each storage its
/// number of elements and the elements.
/// </summary>
internal sealed class LegacyCheckpointFile : ICheckpointFile
{
    private const long MaxPickle = 64L << 20;
    private const int Version = 1001;
    private static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    private readonly Stream _file;
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);

    /// <summary>Reads what was saved, and finds the storages.</summary>
    /// <param name="file">The file; it is disposed of with this.</param>
    /// <exception cref="CheckpointFormatException">It is damaged, or another file.</exception>
    public LegacyCheckpointFile(Stream file)
    {
        _file = file;
        try
        {
            var reader = new PickleInterpreter(file, MaxPickle);
            if (reader.Read() is not BigInteger magic || magic != Magic || reader.Read() is not BigInteger version || version != Version)
            {
                throw new CheckpointFormatException("The file is no PyTorch checkpoint.");
            }

            if (reader.Read() is PickleValue.Dictionary machine && machine.Entries.Any(entry => entry is { Key: "little_endian", Value: false }))
            {
                throw new CheckpointFormatException("The checkpoint was written on a big-endian machine; only little-endian ones are read.");
            }

            Root = reader.Read();
            if (reader.Read() is not PickleValue.Sequence keys)
            {
                throw new CheckpointFormatException("The checkpoint does not list its storages.");
            }

            Find(keys, reader.Storages);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public object? Root { get; }

    /// <inheritdoc/>
    public Stream OpenStorage(CheckpointStorage storage)
    {
        _file.Position = _places.TryGetValue(storage.Key, out var place) ? place : throw new CheckpointFormatException($"The storage '{CheckpointStorage.Shown(storage.Key)}' is not in the checkpoint.");
        return new Part(_file, storage.Count * storage.ElementSize);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Find(PickleValue.Sequence keys, Dictionary<string, CheckpointStorage> storages)
    {
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (var item in keys.Items)
        {
            if (item is not string key || !storages.TryGetValue(key, out var storage))
            {
                throw new CheckpointFormatException("The checkpoint has a storage that no tensor names.");
            }

            if (_file.ReadAtLeast(count, count.Length, throwOnEndOfStream: false) < count.Length || BinaryPrimitives.ReadInt64LittleEndian(count) != storage.Count
                || storage.Count > (_file.Length - _file.Position) / storage.ElementSize)
            {
                throw new CheckpointFormatException($"The storage '{CheckpointStorage.Shown(key)}' is cut off, or has not the {storage.Count} elements that were announced.");
            }

            if (!_places.TryAdd(key, _file.Position))
            {
                throw new CheckpointFormatException($"The checkpoint lists the storage '{CheckpointStorage.Shown(key)}' twice.");
            }

            _file.Position += storage.Count * storage.ElementSize;
        }
    }

    /// <summary>So many bytes from where a file stands; the file stays its owner's.</summary>
    private sealed class Part(Stream file, long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = file.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
