using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using RasterAnalysis.Gdal;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Worker.RasterFunctions;

/// <summary>
/// The memory of one block: its bands in the type in which the function gets them, a byte of validity for each pixel, and the classes that come back. Bands go over in the raster's own type: to
/// convert them costs less here than to move four bytes for each sample and to convert them there.
/// </summary>
/// <remarks>Not thread-safe. What the function's process writes may change while it is read.</remarks>
internal sealed class FunctionBlock : IDisposable
{
    private const int Alignment = 64;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte[] _staged;
    private readonly PixelType _type;
    private readonly int _samples;
    private readonly int _pixels;

    /// <param name="memory">The memory that is shared with the function's process.</param>
    /// <param name="bands">Bands of a block.</param>
    /// <param name="pixels">Pixels of a block, padding included.</param>
    /// <param name="outputs">Pixels of what comes back.</param>
    /// <param name="type">Type of the bands.</param>
    public FunctionBlock(SealedMemory memory, int bands, int pixels, int outputs, PixelType type)
    {
        (_type, _samples, _pixels) = (type, checked(bands * pixels), pixels);
        ValidityOffset = Aligned((long)_samples * SizeOf(type));
        OutputOffset = Aligned(ValidityOffset + pixels);
        _staged = new byte[ValidityOffset + pixels];
        _view = memory.Map(0, OutputOffset + ((long)outputs * sizeof(float)));
    }

    /// <summary>Where the validity begins, in bytes; the bands begin at 0.</summary>
    public long ValidityOffset { get; }

    /// <summary>Where the classes begin, in bytes.</summary>
    public long OutputOffset { get; }

    /// <summary>The type in which bands of a type go over: numpy has wider integers, ArcGIS has not.</summary>
    public static PixelType TypeOf(PixelType type) => type is PixelType.U64 or PixelType.S64 ? PixelType.F64 : type;

    /// <summary>Puts a block in.</summary>
    /// <param name="input">Its bands, and a plane that is not 0 where there are pixels, in row-major order.</param>
    public void Write(ReadOnlySpan<float> input)
    {
        WriteBands(input[.._samples], _staged);
        SampleNarrowing.ToBytes(input.Slice(_samples, _pixels), _staged.AsSpan((int)ValidityOffset, _pixels));
        _view.SafeMemoryMappedViewHandle.WriteSpan<byte>(0, _staged);
    }

    /// <summary>Takes the classes out.</summary>
    /// <param name="classes">Receives them, NaN where there are none.</param>
    public void Read(Span<float> classes) => _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)OutputOffset, classes);

    /// <inheritdoc/>
    public void Dispose() => _view.Dispose();

    private static int SizeOf(PixelType type) => TypeOf(type).ByteSize();

    private static long Aligned(long offset) => (offset + Alignment - 1) / Alignment * Alignment;

    private static void Convert<T>(ReadOnlySpan<float> input, Span<byte> target)
        where T : unmanaged, INumberBase<T> =>
        TensorPrimitives.ConvertSaturating(input, MemoryMarshal.Cast<byte, T>(target)[..input.Length]);

    private void WriteBands(ReadOnlySpan<float> input, Span<byte> target)
    {
        switch (TypeOf(_type))
        {
            case PixelType.U8:
                SampleNarrowing.ToBytes(input, target);
                break;
            case PixelType.S8:
                Convert<sbyte>(input, target);
                break;
            case PixelType.U16:
                SampleNarrowing.ToUInt16(input, MemoryMarshal.Cast<byte, ushort>(target));
                break;
            case PixelType.S16:
                SampleNarrowing.ToInt16(input, MemoryMarshal.Cast<byte, short>(target));
                break;
            case PixelType.U32:
                Convert<uint>(input, target);
                break;
            case PixelType.S32:
                Convert<int>(input, target);
                break;
            case PixelType.F32:
                MemoryMarshal.AsBytes(input).CopyTo(target);
                break;
            default:
                Convert<double>(input, target);
                break;
        }
    }
}
