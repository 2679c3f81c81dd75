using RasterAnalysis.Detection;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using static RasterAnalysis.Core.Tests.Detection.Detectors;

namespace RasterAnalysis.Core.Tests.Detection;

public sealed class DetectorDecoderTests
{
    private const int Height = 48;
    private const int Width = 64;
    private static readonly float[] Empty = new float[8];

    [Fact]
    public void YOLO_v5_multiplies_the_score_of_the_class_by_that_of_there_being_an_object()
    {
        var layout = Choose(Definition(3), Tensor("o", 2, 3, 8));
        float[][] first = [[10, 20, 4, 6, 0.5f, 0.25f, 0.75f, 0.5f], [30, 20, 8, 8, 0.5f, 0.5f, 0.5f, 0.25f], [1, 1, 2, 2, 0.25f, 1, 0, 0]];
        float[][] second = [[5.5f, 6.5f, 3, 1, 1, 0, 0, 1], Empty, Empty];

        var found = Decode(layout, 0.25, 2, Output([2, 3, 8], [.. first.Concat(second).SelectMany(row => row)]));

        // 0.5 × 0.75; of two equal classes the first, 0.5 × 0.5; 0.25 × 1
        Assert.Equal(
            [new DetectedObject(1, 0.375f, new RotatedBox(10, 20, 4, 6)), new DetectedObject(0, 0.25f, new RotatedBox(30, 20, 8, 8)), new DetectedObject(0, 0.25f, new RotatedBox(1, 1, 2, 2))],
            found[0].Objects);
        Assert.Equal([new DetectedObject(2, 1, new RotatedBox(5.5, 6.5, 3, 1))], found[1].Objects);
        Assert.Equal((0, 0), (found.Sum(image => image.NotNumbers), found.Sum(image => image.WithoutMask)));
    }

    [Fact]
    public void YOLO_v8_has_a_row_for_each_feature_and_no_score_of_its_own_for_objects()
    {
        var layout = Choose(Definition(2), Tensor("o", 2, 6, 3));
        float[][] first = [[10, 20, 4, 6, 0.25f, 0.5f], [30, 20, 8, 8, 0.125f, 0.125f], [40, 30, 1, 2, 1, 0]];
        float[][] second = [[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [2, 3, 4, 5, 0.75f, 0.75f]];

        var found = Decode(layout, 0.5, 2, Output([2, 6, 3], [.. Transposed(first), .. Transposed(second)]));

        Assert.Equal([new DetectedObject(1, 0.5f, new RotatedBox(10, 20, 4, 6)), new DetectedObject(0, 1, new RotatedBox(40, 30, 1, 2))], found[0].Objects);
        Assert.Equal([new DetectedObject(0, 0.75f, new RotatedBox(2, 3, 4, 5))], found[1].Objects);
    }

    [Fact]
    public void Oriented_boxes_have_their_angle_last()
    {
        var layout = Choose(Definition(2), Tensor("o", 1, 7, 2));

        var found = Decode(layout, 0.5, 1, Output([1, 7, 2], Transposed([10, 20, 8, 2, 0.25f, 0.5f, 0.5f], [30, 20, 8, 8, 0.125f, 0.125f, 1])));

        var only = Assert.Single(found[0].Objects);
        Assert.Equal(new DetectedObject(1, 0.5f, new RotatedBox(10, 20, 8, 2, 0.5)), only);

        // along (cos ½, sin ½) by 4 and across by 1: the right end lies lower
        var (cos, sin) = (Math.Cos(0.5), Math.Sin(0.5));
        Assert.Equal((10 + (4 * cos) + sin, 20 + (4 * sin) - cos), only.Box.Corners()[1]);
        Assert.Equal((20 + (4 * sin) + cos, 10 + (4 * cos) + sin), (only.Box.Bottom, only.Box.Right));
    }

    [Fact]
    public void End_to_end_rows_are_two_corners_score_and_class()
    {
        var layout = Choose(Definition(5), Tensor("o", 1, -1, 6));

        var found = Decode(layout, 0, 1, Output([1, 3, 6], [1, 2, 5, 10, 0.75f, 4, 8, 8, 9, 12, 0.5f, 0, 0, 0, 0, 0, 0, -1]));

        // the last row only fills up
        Assert.Equal([new DetectedObject(4, 0.75f, new RotatedBox(3, 6, 4, 8)), new DetectedObject(0, 0.5f, new RotatedBox(8.5, 10, 1, 4))], found[0].Objects);
    }

    [Fact]
    public void Labels_of_torchvision_begin_behind_the_background()
    {
        NetworkTensor[] outputs = [Tensor("boxes", -1, 4), Tensor("scores", -1), Labels("labels", -1)];
        NetworkOutput[] run = [Output([3, 4], 1, 2, 5, 10, 0, 0, 8, 8, 3, 3, 4, 4), Output([3], 0.75f, 0.5f, 0.25f), Output([3], 2, 0, 1)];

        Assert.Equal(
            [new DetectedObject(1, 0.75f, new RotatedBox(3, 6, 4, 8)), new DetectedObject(0, 0.25f, new RotatedBox(3.5, 3.5, 1, 1))],
            Decode(Choose(Definition(2), outputs), 0.25, 1, run)[0].Objects);
        Assert.Equal([2, 0, 1], Decode(Choose(Definition(3, layout: "TorchVisionFromZero"), outputs), 0.25, 1, run)[0].Objects.Select(one => one.Class));
    }

    [Fact]
    public void No_object_at_all_is_a_result()
    {
        var layout = Choose(Definition(2), Tensor("boxes", -1, 4), Tensor("scores", -1), Labels("labels", -1));

        Assert.Empty(Assert.Single(Decode(layout, 0.25, 1, Output([0, 4]), Output([0]), Output([0]))).Objects);
        Assert.Empty(Assert.Single(Decode(Choose(Definition(2), Tensor("o", 1, 6, -1)), 0.25, 1, Output([1, 6, 0]))).Objects);
    }

    [Fact]
    public void A_second_image_in_a_run_of_torchvision_is_refused()
    {
        var layout = Choose(Definition(2), Tensor("boxes", -1, 4), Tensor("scores", -1), Labels("labels", -1));

        Assert.Throws<InferenceException>(() => Decode(layout, 0.25, 2, Output([0, 4]), Output([0]), Output([0])));
    }

    [Fact]
    public void DETR_shares_one_among_the_classes_and_no_object()
    {
        var layout = Choose(Definition(2), Tensor("logits", 2, 2, 3), Tensor("pred_boxes", 2, 2, 4));
        var (two, eight) = (MathF.Log(2), MathF.Log(8));

        var found = Decode(
            layout,
            0.5,
            2,
            Output([2, 2, 3], 0, eight, 0, 0, 0, two, two, 0, 0, -1000, 1000, 900),
            Output([2, 2, 4], 0.5f, 0.25f, 0.125f, 0.5f, 0, 0, 1, 1, 0.25f, 0.5f, 0.25f, 0.25f, 1, 1, 0.5f, 0.5f));

        // 8 of 1 + 8 + 1, and 1 of 1 + 1 + 2; 2 of 2 + 1 + 1, and all
        var first = Assert.Single(found[0].Objects);
        Assert.Equal((1, new RotatedBox(32, 12, 8, 24)), (first.Class, first.Box));
        Assert.Equal(0.8f, first.Score, 1e-6f);
        Assert.Equal([(0, 0.5f), (1, 1f)], found[1].Objects.Select(one => (one.Class, MathF.Round(one.Score, 6))));
        Assert.Equal(new RotatedBox(64, 48, 32, 24), found[1].Objects[1].Box);
    }

    [Fact]
    public void RT_DETR_has_a_logistic_score_for_each_class()
    {
        var layout = Choose(Definition(2), Tensor("logits", 1, 2, 2), Tensor("pred_boxes", 1, 2, 4));

        var found = Decode(layout, 0.5, 1, Output([1, 2, 2], MathF.Log(3), 0, -1, -2), Output([1, 2, 4], 0.5f, 0.25f, 0.125f, 0.5f, 0, 0, 1, 1));

        // 3 of 3 + 1
        var only = Assert.Single(found[0].Objects);
        Assert.Equal((0, new RotatedBox(32, 12, 8, 24)), (only.Class, only.Box));
        Assert.Equal(0.75f, only.Score, 1e-6f);
    }

    [Fact]
    public void Scores_that_are_no_numbers_are_no_objects_and_are_counted()
    {
        var layout = Choose(Definition(2), Tensor("o", 1, 6, 4));

        var found = Decode(layout, 0.25, 1, Output([1, 6, 4], Transposed(
            [10, 20, 4, 6, float.NaN, 0.5f], [30, 20, 8, 8, 0.75f, float.NaN], [float.NaN, 30, 1, 2, 1, 0], [5, 6, 7, 8, 0, 0.5f])));

        Assert.Equal([new DetectedObject(1, 0.5f, new RotatedBox(5, 6, 7, 8))], found[0].Objects);
        Assert.Equal(3, found.Sum(image => image.NotNumbers));
    }

    [Fact]
    public void A_logit_that_is_no_number_is_counted_once_for_its_query()
    {
        var layout = Choose(Definition(2), Tensor("logits", 1, 2, 3), Tensor("pred_boxes", 1, 2, 4));

        var found = Decode(layout, 0.25, 1, Output([1, 2, 3], float.NaN, float.NaN, 0, 9, 0, float.NaN), Output([1, 2, 4], new float[8]));

        Assert.Empty(found[0].Objects);
        Assert.Equal(2, found.Sum(image => image.NotNumbers));
    }

    [Fact]
    public void The_threshold_is_the_number_that_Float32_makes_of_it()
    {
        var layout = Choose(Definition(1), Tensor("o", 1, 5, 2));

        var found = Decode(layout, 0.7, 1, Output([1, 5, 2], Transposed([10, 20, 4, 6, 0.7f], [10, 20, 4, 6, 0.6999f])));

        Assert.Equal(0.7f, Assert.Single(found[0].Objects).Score);
    }

    [Fact]
    public void Logits_in_place_of_scores_are_refused()
    {
        var layout = Choose(Definition(1), Tensor("o", 1, 5, 1));

        var message = Assert.Throws<ModelPackageException>(() => Decode(layout, 0.5, 1, Output([1, 5, 1], 10, 20, 4, 6, 3.5f))).Message;

        Assert.Contains("the score 3.5, and scores are from 0 to 1: its outputs are not laid out as YoloV8", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0.5f)]
    [InlineData(-1)]
    public void A_class_that_the_definition_does_not_list_is_refused(float label)
    {
        var layout = Choose(Definition(2), Tensor("o", 1, 1, 6));

        var message = Assert.Throws<ModelPackageException>(() => Decode(layout, 0.5, 1, Output([1, 1, 6], 1, 2, 3, 4, 0.75f, label))).Message;

        Assert.Contains("the 2 classes of the .emd are 0 to 1 of its output", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_of_another_shape_than_its_layout_is_refused()
    {
        var layout = Choose(Definition(2), Tensor("o", 1, 6, 4));

        var message = Assert.Throws<InferenceException>(() => Decode(layout, 0.5, 1, Output([1, 7, 4], new float[28]))).Message;

        Assert.Contains("output 'o' has the shape [1, 7, 4], and of the layout YoloV8 it must be [1, 6, n]", message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<DecodedImage> Decode(DetectorLayout layout, double threshold, int images, params NetworkOutput[] outputs) =>
        new DetectorDecoder(layout, threshold).Decode(outputs, images, Height, Width);
}
