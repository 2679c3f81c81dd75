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
    public void Choose_ForAGpu_TakesWhatTheBuildHas(string[] available, bool tensorRt, string[] expected)
    {
        var choice = Choose(ProcessorType.Gpu, available, new OnnxRuntimeOptions { UseTensorRt = tensorRt });

        Assert.Equal(expected, choice.Providers);
        Assert.Equal(expected.Length == 0, choice.Warning is not null);
    }

    [Fact]
    public void Choose_ForTheProcessor_AsksForNothingElse()
    {
        var choice = Choose(ProcessorType.Cpu, [TensorRt, Cuda, Cpu], new OnnxRuntimeOptions { RequireGpu = true });

        Assert.Empty(choice.Providers);
        Assert.Null(choice.Warning);
    }

    [Fact]
    public void Choose_ForAGpuThatIsRequiredAndNotThere_Fails()
    {
        var exception = Assert.Throws<InferenceException>(() => Choose(ProcessorType.Gpu, [Cpu], new OnnxRuntimeOptions { RequireGpu = true }));

        Assert.Contains("RequireGpu", exception.Message, StringComparison.Ordinal);
    }
}
