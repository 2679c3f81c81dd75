namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>What users read of ONNX Runtime's own words.</summary>
public sealed class RuntimeMessageTests
{
    [Theory]
    [InlineData(
        "[ErrorCode:Fail] Load model from /tmp/a b/network.onnx failed:/onnxruntime_src/onnxruntime/core/graph/model.cc:146 onnxruntime::Model::Model(onnx::ModelProto&&, const PathString&, const ModelOptions&) Unsupported model IR version: 42, max supported IR version: 11\n",
        "Unsupported model IR version: 42, max supported IR version: 11")]
    [InlineData(
        "[ErrorCode:RuntimeException] Non-zero status code returned while running Reshape node. Name:'Reshape_0' Status Message: /onnxruntime_src/onnxruntime/core/providers/cpu/tensor/reshape_helper.h:45 onnxruntime::ReshapeHelper::ReshapeHelper(const onnxruntime::TensorShape&, onnxruntime::TensorShapeVector&, bool) input_shape_size == size was false. The input tensor cannot be reshaped to the requested shape. Input shape:{1,2,64,64}, requested shape:{3}",
        "Non-zero status code returned while running Reshape node. Name:'Reshape_0' Status Message: The input tensor cannot be reshaped to the requested shape. Input shape:{1,2,64,64}, requested shape:{3}")]
    [InlineData("[ErrorCode:RuntimeException] Exception during initialization: [ONNXRuntimeError] : 1 : FAIL : upsamplebase.h:548 ScalesValidation Scale value should be greater than 0.", "Scale value should be greater than 0")]
    [InlineData("a.cc:1 virtual void onnxruntime::A::B(int) const [with T = float] x > 0 was false.", "a condition did not hold: x > 0")]
    [InlineData("[ErrorCode:InvalidGraph] This is an invalid model.\nError in Node:Unknown_0", "This is an invalid model. Error in Node:Unknown_0")]
    [InlineData("", "nothing more")]
    public void Clean_leaves_the_sentence(string message, string expected) => Assert.Equal(expected, RuntimeMessage.Clean(message));

    [Fact]
    public void Clean_of_an_endless_text_ends() => Assert.Equal(501, RuntimeMessage.Clean(new string('x', 100_000)).Length);
}
