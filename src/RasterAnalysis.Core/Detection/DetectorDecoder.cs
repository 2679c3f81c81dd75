using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.Detection;

/// <summary>Makes objects of the outputs of a detector.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="layout">How they are laid out.</param>
/// <param name="threshold">The least score of an object, 0 to 1.</param>
public sealed class DetectorDecoder(DetectorLayout layout, double threshold)
{
    /// <summary>Decodes one run.</summary>
    /// <param name="outputs">The outputs in the order of <see cref="DetectorLayout.OutputNames"/>.</param>
    /// <param name="images">Images in the batch.</param>
    /// <param name="height">Rows of each.</param>
    /// <param name="width">Columns of each.</param>
    /// <returns>For each image its objects, in its pixels. Boxes may hang over its edges, masks do not.</returns>
    /// <exception cref="InferenceException">An output has another shape than its layout says.</exception>
    /// <exception cref="ModelPackageException">A score is no probability, or a class is not in the definition: the layout or the list of classes is wrong.</exception>
    public IReadOnlyList<DecodedImage> Decode(IReadOnlyList<NetworkOutput> outputs, int images, int height, int width)
    {
        var sink = new ObjectSink(layout, (float)threshold, images, height, width);
        switch (layout.Family)
        {
            case DetectorFamily.TorchVision or DetectorFamily.TorchVisionFromZero:
                TorchVisionOutputs.Decode(layout, outputs, sink);
                break;
            case DetectorFamily.Detr or DetectorFamily.RtDetr:
                DetrOutputs.Decode(layout, outputs, sink);
                break;
            case DetectorFamily.EndToEnd:
                EndToEndOutputs.Decode(outputs, sink);
                break;
            default:
                YoloOutputs.Decode(layout, outputs, sink);
                break;
        }

        return sink.Finish();
    }
}
