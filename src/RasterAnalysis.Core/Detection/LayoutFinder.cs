using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Detection;

/// <summary>Finds all ways in which the outputs of a network can be those of a detector.</summary>
internal sealed class LayoutFinder(NetworkSignature signature, ModelDefinition definition)
{
    private const int Corners = 4;
    private const int EndToEndRow = 6;

    // candidates that remain in the exports of networks with their own suppression
    private static readonly int[] UsualRemainders = [100, 300];
    private readonly DetectorFamily? _wanted = definition.Detector?.Layout;
    private readonly int _classes = definition.Classes.Count;
    private readonly bool _readsMasks = definition.Task == ModelTask.InstanceSegmentation;
    private readonly NetworkTensor[] _numbers = [.. signature.Outputs.Where(output => output.ElementType is TensorElementType.Float or TensorElementType.Float16 or TensorElementType.Double)];

    /// <summary>All of them; only those of the definition's <c>DetectorLayout</c> where it says one.</summary>
    public IEnumerable<FoundLayout> Find() => Yolo().Concat(TorchVision()).Concat(Detr()).Where(found => _wanted is null || found.Layout.Family == _wanted);

    /// <summary>Leaves the ones that more than the shape speaks for, where that is known; else all.</summary>
    public FoundLayout[] Prefer(FoundLayout[] found)
    {
        // one class: five numbers and its score are as long as two corners, score and class
        if (found is [var one, var other] && one.AllOutputs.SequenceEqual(other.AllOutputs)
            && found.FirstOrDefault(layout => layout.Layout.Family == DetectorFamily.YoloV5) is { } yolo
            && found.FirstOrDefault(layout => layout.Layout.Family == DetectorFamily.EndToEnd) is { } endToEnd
            && signature.Outputs.First(output => output.Name == one.AllOutputs[0]).Dimensions[1] is > 0 and var candidates && GridCounts() is { Length: > 0 } counts)
        {
            return counts.Contains(candidates) ? [yolo] : UsualRemainders.Contains(candidates) ? [endToEnd] : found;
        }

        var byName = found.Where(IsAsNamed).ToArray();
        return byName.Length > 0 ? byName : found;
    }

    private IEnumerable<FoundLayout> Yolo()
    {
        var prototypes = _numbers.Where(output => output.Dimensions.Count == 4).ToArray();
        foreach (var output in _numbers.Where(output => output.Dimensions.Count == 3))
        {
            var (second, third) = (output.Dimensions[1], output.Dimensions[2]);
            if (Is(third, 5 + _classes, DetectorFamily.YoloV5))
            {
                yield return Plain(DetectorFamily.YoloV5, output);
            }

            if (Is(second, 4 + _classes, DetectorFamily.YoloV8))
            {
                yield return Plain(DetectorFamily.YoloV8, output);
            }

            if (Is(second, 5 + _classes, DetectorFamily.YoloOriented))
            {
                yield return Plain(DetectorFamily.YoloOriented, output);
            }

            if (Is(third, EndToEndRow, DetectorFamily.EndToEnd))
            {
                yield return Plain(DetectorFamily.EndToEnd, output);
            }

            foreach (var prototype in prototypes.Where(prototype => prototype.Dimensions[1] > 0))
            {
                var count = prototype.Dimensions[1];
                if (Is(third, 5 + _classes + count, DetectorFamily.YoloV5))
                {
                    yield return WithPrototypes(DetectorFamily.YoloV5, output, prototype, count);
                }

                if (Is(second, 4 + _classes + count, DetectorFamily.YoloSegment))
                {
                    yield return WithPrototypes(DetectorFamily.YoloSegment, output, prototype, count);
                }
            }
        }
    }

    private IEnumerable<FoundLayout> TorchVision()
    {
        var family = _wanted == DetectorFamily.TorchVisionFromZero ? DetectorFamily.TorchVisionFromZero : DetectorFamily.TorchVision;
        var labels = signature.Outputs.Where(output => output.Dimensions.Count == 1 && output.ElementType is TensorElementType.Int64 or TensorElementType.Int32);
        var scores = _numbers.Where(output => output.Dimensions.Count == 1);
        var boxes = _numbers.Where(output => output.Dimensions.Count == 2 && Is(output.Dimensions[1], Corners, family));
        var masks = _numbers.Where(output => output.Dimensions is [_, 1 or -1, _, _]).ToArray();

        // the background is in few lists of classes, and there it is the first
        var listsBackground = definition.Classes is [var start, ..] && start.Name.Contains("background", StringComparison.OrdinalIgnoreCase);
        var first = family == DetectorFamily.TorchVision && !listsBackground ? 1 : 0;
        return from box in boxes
               from score in scores
               from label in labels
               from mask in masks.Append(null)
               where mask is not null || masks.Length == 0
               let three = new[] { box.Name, score.Name, label.Name }
               let all = mask is null ? three : [.. three, mask.Name]
               select new FoundLayout(new DetectorLayout(family, _readsMasks ? all : three, _classes, 0, _readsMasks && mask is not null, first), all);
    }

    private IEnumerable<FoundLayout> Detr()
    {
        var flat = _numbers.Where(output => output.Dimensions.Count == 3).ToArray();
        return from family in new[] { DetectorFamily.Detr, DetectorFamily.RtDetr }
               from logits in flat
               from boxes in flat
               where logits != boxes && Is(boxes.Dimensions[2], Corners, family) && Is(logits.Dimensions[2], family == DetectorFamily.Detr ? _classes + 1 : _classes, family)
                   && (logits.Dimensions[1] == boxes.Dimensions[1] || logits.Dimensions[1] < 0 || boxes.Dimensions[1] < 0)
               let all = new[] { logits.Name, boxes.Name }
               select new FoundLayout(new DetectorLayout(family, all, _classes, 0, false, 0), all);
    }

    private FoundLayout Plain(DetectorFamily family, NetworkTensor output) =>
        new(new DetectorLayout(family, [output.Name], _classes, 0, false, 0), [output.Name]);

    private FoundLayout WithPrototypes(DetectorFamily family, NetworkTensor output, NetworkTensor prototypes, int count)
    {
        string[] all = [output.Name, prototypes.Name];
        return new FoundLayout(new DetectorLayout(family, _readsMasks ? all : [output.Name], _classes, count, _readsMasks, 0), all);
    }

    /// <summary>Whether an axis has a length; one that the file leaves open does where the definition says the layout.</summary>
    private bool Is(int axis, int length, DetectorFamily family) => axis == length || (axis < 0 && _wanted == family);

    /// <summary>Candidates of a YOLO with steps of 8, 16, 32 and maybe 64 pixels, with and without three anchors at each place; empty where the tile is not known.</summary>
    private int[] GridCounts()
    {
        if (signature.Inputs is not [{ Dimensions: [_, var first, var second, var third] }] || second <= 0)
        {
            return [];
        }

        var (height, width) = first is > 0 and <= 64 ? (second, third) : (first, second);
        int Places(params ReadOnlySpan<int> steps)
        {
            var sum = 0;
            foreach (var step in steps)
            {
                sum += height / step * (width / step);
            }

            return sum;
        }

        return height <= 0 || width <= 0 ? [] : [.. new[] { Places(8, 16, 32), Places(8, 16, 32, 64) }.SelectMany(places => new[] { places, 3 * places })];
    }

    private static bool IsAsNamed(FoundLayout found) => found.Layout.Family switch
    {
        DetectorFamily.TorchVision or DetectorFamily.TorchVisionFromZero => Names(found, ["box"], ["score", "conf"], ["label", "class"], ["mask"]),
        DetectorFamily.Detr or DetectorFamily.RtDetr => Names(found, ["logit", "class", "score", "label"], ["box", "coord", "det"]),
        _ => false,
    };

    private static bool Names(FoundLayout found, params string[][] words) =>
        found.AllOutputs.Zip(words).All(pair => pair.Second.Any(word => pair.First.Contains(word, StringComparison.OrdinalIgnoreCase)));
}
