using System.Text.Json.Serialization;
using RasterAnalysis.Models;

namespace RasterAnalysis.Detection;

/// <summary>How a detector's outputs are read.</summary>
/// <param name="Family">The layout.</param>
/// <param name="OutputNames">The outputs to fetch, in the order in which <see cref="DetectorDecoder"/> takes them.</param>
/// <param name="Classes">Classes of the definition.</param>
/// <param name="Prototypes">Prototypes of masks whose weights each candidate has, whether they are read or not; 0 for none.</param>
/// <param name="HasMasks">Whether masks are read.</param>
/// <param name="FirstLabel">The label of the first class; less are no objects. Other than 0 only for torchvision's networks.</param>
public sealed record DetectorLayout(DetectorFamily Family, IReadOnlyList<string> OutputNames, int Classes, int Prototypes, bool HasMasks, int FirstLabel)
{
    /// <summary>The most images that go into one run: torchvision's detectors return no axis for them. Null for any number.</summary>
    [JsonIgnore]
    public int? MaxBatch => Family is DetectorFamily.TorchVision or DetectorFamily.TorchVisionFromZero ? 1 : null;

    /// <summary>The layout as a sentence, for people.</summary>
    [JsonIgnore]
    public string Description =>
        $"{Reading} of {string.Join(", ", OutputNames.Select(name => $"'{name}'"))} as {Family}{(HasMasks ? "; masks become polygons" : Prototypes > 0 ? "; masks are not read" : "")}.";

    private string Reading => Family switch
    {
        DetectorFamily.YoloV5 => "Centres, sizes, whether there is an object and scores of classes, candidate by candidate,",
        DetectorFamily.YoloV8 or DetectorFamily.YoloSegment => "Centres, sizes and scores of classes, one row each for all candidates,",
        DetectorFamily.YoloOriented => "Centres, sizes, scores of classes and angles, one row each for all candidates,",
        DetectorFamily.EndToEnd => "Corners, scores and numbers of classes, candidate by candidate,",
        DetectorFamily.TorchVision => FirstLabel == 1 ? "Corners, scores and labels, of which 0 is the background," : "Corners, scores and labels, which are places of Classes,",
        DetectorFamily.TorchVisionFromZero => "Corners, scores and labels, of which 0 is the first class,",
        DetectorFamily.Detr => "Logits with one more for no object, and boxes from 0 to 1,",
        _ => "Logits of classes, each by itself, and boxes from 0 to 1,",
    };
}
