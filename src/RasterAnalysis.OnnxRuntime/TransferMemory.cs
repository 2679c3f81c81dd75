using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>
/// Memory of an allocator of ONNX Runtime, which tensors are laid over without a copy. A GPU's allocator gives memory that the driver has pinned: it is copied at full speed, and beside
/// what the GPU computes.
/// </summary>
/// <remarks>Not thread-safe. Dispose of it before the session that it comes from, and use no tensor over it afterwards.</remarks>
internal sealed class TransferMemory : MemoryManager<float>
{
    private readonly int _length;
    private readonly OrtMemoryInfo _kind;
    private readonly OrtAllocator _allocator;
    private readonly OrtMemoryAllocation _block;
    private readonly OrtValue _whole;

    private TransferMemory(InferenceSession session, OrtMemoryInfo kind, int length)
    {
        (_length, _kind) = (length, kind);
        _allocator = new OrtAllocator(session, kind);
        _block = _allocator.Allocate(checked((uint)((long)length * sizeof(float))));
        _whole = Tensor(0, length, [length]);
    }

    /// <summary>Allocates.</summary>
    /// <param name="session">Whose allocator it is.</param>
    /// <param name="kind">Which allocator; stays the caller's and must outlive the memory.</param>
    /// <param name="length">Elements.</param>
    /// <returns>Null when the session has no such allocator, or the allocator no such memory.</returns>
    public static TransferMemory? TryAllocate(InferenceSession session, OrtMemoryInfo kind, int length)
    {
        // ONNX Runtime's C# interface counts the bytes of an allocation in 32 bits
        if ((long)length * sizeof(float) > uint.MaxValue)
        {
            return null;
        }

        try
        {
            return new TransferMemory(session, kind, length);
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    /// <summary>A tensor over memory, if it is memory of this kind.</summary>
    public static OrtValue? TryWrap(ReadOnlyMemory<float> memory, long[] dimensions) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetMemoryManager(memory, out TransferMemory? manager, out var start, out var length)
            ? manager.Tensor(start, length, dimensions) : null;

    public override Span<float> GetSpan() => _whole.GetTensorMutableDataAsSpan<float>()[.._length];

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("It does not move; lay a tensor over it instead.");

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _whole.Dispose();
            _block.Dispose();
            _allocator.Dispose();
        }
    }

    private OrtValue Tensor(int start, int length, long[] dimensions) => OrtValue.CreateTensorValueWithData(
        _kind, TensorElementType.Float, dimensions, IntPtr.Add(_block.DangerousGetHandle(), checked(start * sizeof(float))), (long)length * sizeof(float));
}
