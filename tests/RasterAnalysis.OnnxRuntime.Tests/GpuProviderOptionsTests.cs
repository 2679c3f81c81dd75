namespace RasterAnalysis.OnnxRuntime.Tests;

public sealed class GpuProviderOptionsTests
{
    [Fact]
    public void CUDA_takes_the_device_and_is_exact() => Assert.Equal(
        new Dictionary<string, string>
        {
            ["device_id"] = "3", ["arena_extend_strategy"] = "kSameAsRequested", ["cudnn_conv_algo_search"] = "HEURISTIC",
            ["do_copy_in_default_stream"] = "1", ["use_tf32"] = "0",
        },
        GpuProviderOptions.Cuda(3));

    [Theory]
    [InlineData(true, "1")]
    [InlineData(false, "0")]
    public void TensorRT_computes_in_halves_where_the_network_does(bool isHalf, string expected) => Assert.Equal(
        new Dictionary<string, string> { ["device_id"] = "1", ["trt_fp16_enable"] = expected }, GpuProviderOptions.TensorRt(1, isHalf, cacheFolder: null));

    [Fact]
    public void TensorRT_keeps_engines_where_there_is_a_folder() => Assert.Equal(
        new Dictionary<string, string>
        {
            ["device_id"] = "0", ["trt_fp16_enable"] = "0", ["trt_engine_cache_enable"] = "1", ["trt_engine_cache_path"] = "/engines/0",
            ["trt_timing_cache_enable"] = "1", ["trt_timing_cache_path"] = "/engines/0",
        },
        GpuProviderOptions.TensorRt(0, isHalf: false, "/engines/0"));
}
