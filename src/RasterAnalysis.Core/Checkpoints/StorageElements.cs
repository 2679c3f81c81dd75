using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RasterAnalysis.Checkpoints;

/// <summary>Reads the elements of a tensor out of its storage.</summary>
internal static class StorageElements
{
    private const int Block = 1 << 16;

    /// <summary>Reads a view.</summary>
    /// <param name="stream">The storage's bytes, from its first.</param>
    /// <param name="view">What of it.</param>
    /// <param name="elements">Receives the elements in row-major order; as many as the view has.</param>
    /// <exception cref="CheckpointFormatException">The storage is cut off.</exception>
    public static void Read(Stream stream, PickleValue.Tensor view, Span<float> elements)
    {
        if (elements.IsEmpty)
        {
            return;
        }

        if (IsInOrder(view))
        {
            Skip(stream, view.Offset * view.Storage.ElementSize);
            Fill(stream, view.Storage, elements);
            return;
        }

        Skip(stream, view.Offset * view.Storage.ElementSize);
        Scatter(stream, view, elements);
    }

    /// <summary>Reads a view that jumps about in the order in which its elements lie, and puts each where it belongs: it takes no memory beside them.</summary>
    private static void Scatter(Stream stream, PickleValue.Tensor view, Span<float> elements)
    {
        // the axes by how far apart their elements lie, the farthest first, each with the distance in row-major order
        var target = 1L;
        var axes = new List<(long Length, long Stride, long Target)>();
        for (var axis = view.Shape.Count - 1; axis >= 0; axis--)
        {
            axes.Add((view.Shape[axis], view.Strides[axis], target));
            target *= view.Shape[axis];
        }

        axes = [.. axes.Where(axis => axis.Length > 1).OrderByDescending(axis => axis.Stride)];
        var reach = 1L;
        foreach (var axis in axes.AsEnumerable().Reverse())
        {
            reach = axis.Stride >= reach ? ((axis.Length - 1) * axis.Stride) + reach
                : throw new CheckpointFormatException($"A weight [{string.Join(", ", view.Shape)}] has elements that lie over each other, which no network's have.");
        }

        var at = new long[axes.Count];
        var (size, buffer, filled, used, place) = (view.Storage.ElementSize, new byte[Block], 0, 0, 0L);
        for (var count = 0; count < elements.Length; count++)
        {
            long next = 0, index = 0;
            for (var axis = 0; axis < at.Length; axis++)
            {
                next += at[axis] * axes[axis].Stride;
                index += at[axis] * axes[axis].Target;
            }

            for (; place <= next; place++, used += size)
            {
                if (used == filled)
                {
                    (filled, used) = ((int)Math.Min(Block / size, reach - place) * size, 0);
                    ReadExactly(stream, buffer.AsSpan(0, filled));
                }
            }

            elements[(int)index] = Convert(view.Storage.Type, buffer.AsSpan(used - size, size));
            for (var axis = at.Length - 1; axis >= 0 && ++at[axis] == axes[axis].Length; axis--)
            {
                at[axis] = 0;
            }
        }
    }

    private static bool IsInOrder(PickleValue.Tensor view)
    {
        var expected = 1L;
        for (var axis = view.Shape.Count - 1; axis >= 0; axis--)
        {
            if (view.Shape[axis] != 1 && view.Strides[axis] != expected)
            {
                return false;
            }

            expected *= view.Shape[axis];
        }

        return true;
    }

    private static void Skip(Stream stream, long bytes)
    {
        var buffer = bytes > 0 ? new byte[Math.Min(Block, bytes)] : [];
        while (bytes > 0)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, bytes));
            bytes -= read > 0 ? read : throw new CheckpointFormatException("The checkpoint is cut off.");
        }
    }

    private static void Fill(Stream stream, CheckpointStorage storage, Span<float> elements)
    {
        if (storage.Type == "FloatStorage")
        {
            ReadExactly(stream, MemoryMarshal.AsBytes(elements));
            return;
        }

        var size = storage.ElementSize;
        var buffer = new byte[Block];
        for (var start = 0; start < elements.Length;)
        {
            var count = Math.Min(Block / size, elements.Length - start);
            ReadExactly(stream, buffer.AsSpan(0, count * size));
            for (var i = 0; i < count; i++)
            {
                elements[start + i] = Convert(storage.Type, buffer.AsSpan(i * size, size));
            }

            start += count;
        }
    }

    private static float Convert(string type, ReadOnlySpan<byte> bytes) => type switch
    {
        "DoubleStorage" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "FloatStorage" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "HalfStorage" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),

        // bfloat16 is the upper half of a float
        "BFloat16Storage" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        "LongStorage" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "IntStorage" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "ShortStorage" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "CharStorage" => unchecked((sbyte)bytes[0]),
        _ => bytes[0],
    };

    private static void ReadExactly(Stream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new CheckpointFormatException("The checkpoint is cut off.");
        }
    }
}
