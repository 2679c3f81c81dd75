using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>With the allocator that every session has, the processor's: a GPU's differs by its name only.</summary>
public sealed class TransferMemoryTests
{
    [Fact]
    public void TryWrap_lays_a_tensor_over_any_part_of_the_memory_without_a_copy()
    {
        using var file = new NetworkFile(TinyNetworks.CopyBand(3));
        using var session = new InferenceSession(file.Path);
        using var input = TransferMemory.TryAllocate(session, OrtMemoryInfo.DefaultInstance, 10)!;
        using var scores = TransferMemory.TryAllocate(session, OrtMemoryInfo.DefaultInstance, 20)!;
        new float[] { 9, 9, 0, 1, 2, 1, 9, 9, 9, 9 }.CopyTo(input.Memory);
        scores.Memory.Span.Fill(-1);

        using (var tensor = TransferMemory.TryWrap(input.Memory.Slice(2, 4), [1, 1, 2, 2])!)
        using (var output = TransferMemory.TryWrap(scores.Memory[..12], [1, 3, 2, 2])!)
        using (var options = new RunOptions())
        {
            session.Run(options, ["input"], [tensor], ["output"], [output]);
        }

        // 2cx - c² of class c and pixel x
        Assert.Equal([0, 0, 0, 0, -1, 1, 3, 1, -4, 0, 4, 0, -1, -1, -1, -1, -1, -1, -1, -1], scores.Memory.ToArray());
    }

    [Fact]
    public void TryWrap_of_other_memory_is_null() => Assert.Null(TransferMemory.TryWrap(new float[4], [4]));

    [Fact]
    public void TryAllocate_of_what_the_session_does_not_have_is_null()
    {
        using var file = new NetworkFile(TinyNetworks.CopyBand(3));
        using var session = new InferenceSession(file.Path);
        using var pinned = new OrtMemoryInfo("CudaPinned", OrtAllocatorType.DeviceAllocator, 0, OrtMemType.CpuOutput);

        Assert.Null(TransferMemory.TryAllocate(session, pinned, 4));
    }
}
