using RasterAnalysis.Inference;
using RasterAnalysis.Requests;
using static RasterAnalysis.OnnxRuntime.ExecutionProviderSelector;

namespace RasterAnalysis.OnnxRuntime.Tests;

public sealed class ExecutionProviderSelectorTests
{
    public static TheoryData<string[], bool, string[]> Choices => new()
    {
        { [TensorRt, Cuda, Cpu], true, [TensorRt, Cuda] },
        { [TensorRt, Cuda, Cpu], false, [Cuda] },
        { [Cuda, Cpu], true, [Cuda] },
        { [Cpu], true, [] },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void Choose_for_a_GPU_takes_what_the_build_has(string[] available, bool tensorRt, string[] expected)
    {
        var choice = Choose(ProcessorType.Gpu, available, new OnnxRuntimeOptions { UseTensorRt = tensorRt });

        Assert.Equal(expected, choice.Providers);
        Assert.Equal(expected.Length == 0, choice.Warning is not null);
    }

    [Fact]
    public void Choose_for_the_processor_asks_for_nothing_else()
    {
        var choice = Choose(ProcessorType.Cpu, [TensorRt, Cuda, Cpu], new OnnxRuntimeOptions { RequireGpu = true });

        Assert.Empty(choice.Providers);
        Assert.Null(choice.Warning);
    }

    [Fact]
    public void Choose_for_a_GPU_that_is_required_and_not_there_fails()
    {
        var exception = Assert.Throws<InferenceException>(() => Choose(ProcessorType.Gpu, [Cpu], new OnnxRuntimeOptions { RequireGpu = true }));

        Assert.Contains("RequireGpu", exception.Message, StringComparison.Ordinal);
    }
}
