namespace RasterAnalysis.Tensors;

/// <summary>Order of the axes in a network's tensors.</summary>
public enum TensorLayout
{
    /// <summary>Batch, channel, row, column.</summary>
    Nchw,

    /// <summary>Batch, row, column, channel (networks that come from TensorFlow).</summary>
    Nhwc,
}
