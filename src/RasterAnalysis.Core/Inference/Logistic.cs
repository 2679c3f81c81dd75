namespace RasterAnalysis.Inference;

/// <summary>From logits to probabilities.</summary>
internal static class Logistic
{
    /// <summary>The probability of a class whose score is a logit. Unlike ONNX Runtime's it is not 0 as long as a Float32 can hold it.</summary>
    public static float Sigmoid(float score) => 1 / (1 + MathF.Exp(-score));
}
