using RasterAnalysis.Detection;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using static RasterAnalysis.Core.Tests.Detection.Detectors;

namespace RasterAnalysis.Core.Tests.Detection;

public sealed class DetectorLayoutRulesTests
{
    private static readonly NetworkTensor[] TorchVision = [Tensor("boxes", -1, 4), Labels("labels", -1), Tensor("scores", -1)];

    [Theory]
    [InlineData(DetectorFamily.YoloV5, 80, 1, 25200, 85)]
    [InlineData(DetectorFamily.YoloV5, 3, -1, -1, 8)]
    [InlineData(DetectorFamily.YoloV8, 80, 1, 84, 8400)]
    [InlineData(DetectorFamily.YoloV8, 1, 1, 5, 2100)]
    [InlineData(DetectorFamily.YoloV8, 2, -1, 6, -1)]
    [InlineData(DetectorFamily.YoloOriented, 15, 1, 20, 21504)]
    [InlineData(DetectorFamily.EndToEnd, 80, 1, 300, 6)]
    [InlineData(DetectorFamily.EndToEnd, 2, -1, -1, 6)]
    public void One_output_of_three_axes_is_recognised_by_its_features(DetectorFamily family, int classes, int batch, int second, int third)
    {
        var layout = Choose(Definition(classes), Tensor("output0", batch, second, third));

        Assert.Equal((family, classes, 0, false), (layout.Family, layout.Classes, layout.Prototypes, layout.HasMasks));
        Assert.Equal(["output0"], layout.OutputNames);
        Assert.Null(layout.MaxBatch);
    }

    [Fact]
    public void Other_outputs_of_YOLO_v5_are_left_alone()
    {
        var layout = Choose(Definition(2), Tensor("output0", 1, 252, 7), Tensor("351", 1, 3, 8, 8, 7), Tensor("410", 1, 3, 4, 4, 7), Tensor("469", 1, 3, 2, 2, 7));

        Assert.Equal(DetectorFamily.YoloV5, layout.Family);
    }

    [Theory]
    [InlineData(DetectorFamily.YoloSegment, 38, 8400)]
    [InlineData(DetectorFamily.YoloV5, 25200, 39)]
    public void Prototypes_of_masks_belong_to_their_weights(DetectorFamily family, int second, int third)
    {
        NetworkTensor[] outputs = [Tensor("output1", 1, 32, 160, 160), Tensor("output0", 1, second, third)];

        var masks = Choose(Definition(2, "InstanceSegmentation"), outputs);
        Assert.Equal((family, 32, true), (masks.Family, masks.Prototypes, masks.HasMasks));
        Assert.Equal(["output0", "output1"], masks.OutputNames);

        var boxes = Choose(Definition(2), outputs);
        Assert.Equal((family, 32, false), (boxes.Family, boxes.Prototypes, boxes.HasMasks));
        Assert.Equal(["output0"], boxes.OutputNames);
    }

    [Fact]
    public void The_detectors_of_torchvision_are_recognised_by_types_and_axes()
    {
        var layout = Choose(Definition(2), Tensor("3112", -1, 4), Tensor("3107", -1), Labels("3108", -1));

        Assert.Equal((DetectorFamily.TorchVision, 1, 1), (layout.Family, layout.FirstLabel, layout.MaxBatch));
        Assert.Equal(["3112", "3107", "3108"], layout.OutputNames);
    }

    [Fact]
    public void Masks_of_torchvision_are_read_for_instances_alone()
    {
        NetworkTensor[] outputs = [.. TorchVision, Tensor("masks", -1, 1, -1, -1)];

        Assert.Equal(["boxes", "scores", "labels", "masks"], Choose(Definition(2, "InstanceSegmentation"), outputs).OutputNames);
        Assert.Equal(["boxes", "scores", "labels"], Choose(Definition(2), outputs).OutputNames);
    }

    [Theory]
    [InlineData(null, null, DetectorFamily.TorchVision, 1)]
    [InlineData(null, "__background__", DetectorFamily.TorchVision, 0)]
    [InlineData("TorchVisionFromZero", null, DetectorFamily.TorchVisionFromZero, 0)]
    public void The_first_label_of_torchvision_is_behind_the_background(string? layout, string? first, DetectorFamily family, int label)
    {
        var chosen = Choose(Definition(3, layout: layout, first: first), TorchVision);

        Assert.Equal((family, label), (chosen.Family, chosen.FirstLabel));
    }

    [Theory]
    [InlineData(DetectorFamily.Detr, 91, 92)]
    [InlineData(DetectorFamily.RtDetr, 80, 80)]
    [InlineData(DetectorFamily.Detr, 3, 4)]
    [InlineData(DetectorFamily.RtDetr, 4, 4)]
    [InlineData(DetectorFamily.Detr, 5, 6)]
    [InlineData(DetectorFamily.RtDetr, 6, 6)]
    public void Logits_with_one_more_for_no_object_are_those_of_DETR(DetectorFamily family, int classes, int logits)
    {
        var layout = Choose(Definition(classes), Tensor("pred_boxes", 1, 300, 4), Tensor("logits", 1, 300, logits));

        Assert.Equal(family, layout.Family);
        Assert.Equal(["logits", "pred_boxes"], layout.OutputNames);
    }

    [Theory]
    [InlineData(252, DetectorFamily.YoloV5)]
    [InlineData(84, DetectorFamily.YoloV5)]
    [InlineData(300, DetectorFamily.EndToEnd)]
    public void Of_one_class_the_number_of_candidates_tells_YOLO_v5_from_end_to_end(int candidates, DetectorFamily family) =>
        Assert.Equal(family, Choose(Definition(1), Tensor("output0", 1, candidates, 6)).Family);

    [Fact]
    public void What_can_be_read_in_two_ways_is_refused_with_what_to_write()
    {
        var message = Refusal(Definition(1), Tensor("output0", 1, -1, 6));

        Assert.Contains("can be read as YoloV5 of 'output0' or EndToEnd of 'output0'", message, StringComparison.Ordinal);
        Assert.Contains("\"DetectorLayout\": \"YoloV5\" or \"EndToEnd\"", message, StringComparison.Ordinal);
        Assert.Equal(DetectorFamily.EndToEnd, Choose(Definition(1, layout: "EndToEnd"), Tensor("output0", 1, -1, 6)).Family);
        Assert.Equal(DetectorFamily.YoloV5, Choose(Definition(1, layout: "YoloV5"), Tensor("output0", 1, -1, 6)).Family);
    }

    [Fact]
    public void Two_outputs_that_fit_are_refused_until_one_is_named()
    {
        NetworkTensor[] outputs = [Tensor("one2many", 1, 7, 84), Tensor("one2one", 1, 7, 84)];

        Assert.Contains("\"OutputName\": \"one2many\" or \"one2one\"", Refusal(Definition(3), outputs), StringComparison.Ordinal);
        Assert.Equal(["one2one"], Choose(Definition(3, output: "one2one"), outputs).OutputNames);
    }

    [Fact]
    public void Several_outputs_are_named_with_commas_in_any_order()
    {
        NetworkTensor[] outputs = [.. TorchVision, Tensor("other", -1, 4)];

        // by their names the right ones are found among all
        Assert.Equal(["boxes", "scores", "labels"], Choose(Definition(2), outputs).OutputNames);
        Assert.Equal(["other", "scores", "labels"], Choose(Definition(2, output: "scores, labels, other"), outputs).OutputNames);
    }

    [Fact]
    public void An_output_that_is_not_there_is_refused()
    {
        var message = Refusal(Definition(2, output: "boxes, probs"), TorchVision);

        Assert.Contains("OutputName of the .emd is 'probs', but the outputs of the network are: boxes Float[?, 4], labels Int64[?], scores Float[?]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_of_no_known_layout_are_refused_with_the_layouts()
    {
        var message = Refusal(Definition(7), Tensor("output", 1, 84, 8400));

        Assert.Contains("output Float[1, 84, 8400]", message, StringComparison.Ordinal);
        Assert.Contains("known for 7 classes", message, StringComparison.Ordinal);
        Assert.Contains("DetectorLayout is YoloV5, YoloV8, YoloOriented, YoloSegment, EndToEnd, TorchVision, TorchVisionFromZero, Detr, RtDetr", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layout_that_does_not_fit_is_refused_with_the_shape_that_would()
    {
        var message = Refusal(Definition(7, layout: "YoloV8"), Tensor("output", 1, 84, 8400));

        Assert.Contains("DetectorLayout YoloV8, which is [1, 11, n]; the network returns output Float[1, 84, 8400]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Axes_that_the_file_leaves_open_may_be_those_of_a_run()
    {
        var signature = new NetworkSignature([Tensor("images", 1, 3, -1, -1)], [Tensor("a", -1, -1, -1)]);
        Assert.Throws<ModelPackageException>(() => DetectorLayoutRules.Choose(signature, Definition(2)));

        var run = DetectorLayoutRules.WithShapes(signature, [new NetworkOutput([1, 6, 84], new float[504])]);

        Assert.Equal(DetectorFamily.YoloV8, DetectorLayoutRules.Choose(run, Definition(2)).Family);
    }

    [Fact]
    public void Instances_without_masks_are_refused()
    {
        var message = Refusal(Definition(80, "InstanceDetection"), Tensor("output0", 1, 84, 8400));

        Assert.Contains("ModelType of the .emd is \"InstanceDetection\", but the network's output0 have no masks; write \"ObjectDetection\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_classifies_pixels_is_refused()
    {
        var message = Refusal(Definition(80, "ImageClassification"), Tensor("output0", 1, 84, 8400));

        Assert.Contains("use classify-pixels", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ObjectDetection", "as YoloSegment; masks are not read.")]
    [InlineData("InstanceSegmentation", "Centres, sizes and scores of classes, one row each for all candidates, of 'output0', 'output1' as YoloSegment; masks become polygons.")]
    public void A_layout_is_told_in_a_sentence(string type, string expected) =>
        Assert.EndsWith(expected, Choose(Definition(2, type), Tensor("output0", 1, 38, 8400), Tensor("output1", 1, 32, 160, 160)).Description, StringComparison.Ordinal);

    private static string Refusal(ModelDefinition definition, params NetworkTensor[] outputs) =>
        Assert.Throws<ModelPackageException>(() => Choose(definition, outputs)).Message;
}
