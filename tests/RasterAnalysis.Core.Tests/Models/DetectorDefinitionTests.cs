using RasterAnalysis.Core.Tests.Fakes;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.Core.Tests.Models;

public sealed class DetectorDefinitionTests
{
    [Fact]
    public void Every_key_of_a_detector_is_understood()
    {
        var definition = Parse(
            """
            "Threshold": 0.4, "nms_overlap": "0.3", "CropSizeFixed": 1, "BlackenAroundFeature": false, "OutputName": "output0", "DetectorLayout": "yolov8",
            "MinCellSize": {"x": 0.3, "y": 0.4, "spatialReference": {"wkid": 102100, "latestWkid": 3857}}, "MaxCellSize": 0.6
            """,
            "ObjectDetection");

        var detector = definition.Detector!;
        Assert.Equal((ModelTask.ObjectDetection, ModelTask.ObjectDetection), (definition.Task, detector.Task));
        Assert.Equal((0.4, 0.4, 0.3), (definition.Threshold, detector.Threshold, detector.MaxOverlapRatio));
        Assert.Equal((true, false), (detector.CropSizeFixed, detector.BlackenAroundFeature));
        Assert.Equal((new CellSizeLimit(0.3, 0.4, 3857), new CellSizeLimit(0.6, 0.6, null)), (detector.MinCellSize, detector.MaxCellSize));
        Assert.Equal((DetectorFamily.YoloV8, "output0"), (detector.Layout, definition.OutputName));
        Assert.Equal([(7, "Car"), (9, "Tree")], definition.Classes.Select(c => (c.Value, c.Name)));
        Assert.Empty(definition.Warnings);
    }

    [Fact]
    public void A_detector_may_say_nothing_but_its_classes()
    {
        var detector = Parse("\"MinCellSize\": null, \"MaxCellSize\": NaN", "ObjectDetection").Detector!;

        Assert.Equal(new DetectorDefinition { Task = ModelTask.ObjectDetection }, detector);
    }

    [Theory]
    [InlineData("NMSOverlap")]
    [InlineData("nms_overlap")]
    [InlineData("NMS overlap")]
    [InlineData("max_overlap_ratio")]
    public void The_overlap_has_several_spellings(string key)
    {
        var definition = Parse($"\"{key}\": 0.25", "ObjectDetection");

        Assert.Equal(0.25, definition.Detector!.MaxOverlapRatio);
        Assert.Empty(definition.Warnings);
    }

    [Theory]
    [InlineData("ObjectDetection", ModelTask.ObjectDetection)]
    [InlineData("objectdetection", ModelTask.ObjectDetection)]
    [InlineData("ObjectionDetection", ModelTask.ObjectDetection)]
    [InlineData("InstanceSegmentation", ModelTask.InstanceSegmentation)]
    [InlineData("InstanceDetection", ModelTask.InstanceSegmentation)]
    [InlineData("OBJECTCLASSIFICATION", ModelTask.ObjectClassification)]
    public void ModelType_is_read_in_any_case(string type, ModelTask task) => Assert.Equal((task, task), (Parse("\"A\":1", type).Task, Parse("\"A\":1", type).Detector!.Task));

    [Fact]
    public void A_pixel_classifier_is_no_detector_and_its_keys_for_objects_do_not_matter()
    {
        var definition = Parse("\"CropSizeFixed\": \"maybe\"", "ImageClassification");

        Assert.Equal(ModelTask.PixelClassification, definition.Task);
        Assert.Null(definition.Detector);
    }

    [Theory]
    [InlineData("\"Threshold\": 40", "Threshold must be a number from 0 to 1")]
    [InlineData("\"NMSOverlap\": 1.5", "NMSOverlap must be a number from 0")]
    [InlineData("\"nms_overlap\": \"low\"", "nms_overlap must be a number from 0")]
    [InlineData("\"CropSizeFixed\": 2", "CropSizeFixed must be 1 or 0")]
    [InlineData("\"BlackenAroundFeature\": \"maybe\"", "BlackenAroundFeature must be 1 or 0")]
    [InlineData("\"MinCellSize\": {\"x\": 0, \"y\": 1}", "MinCellSize must be a size over 0")]
    [InlineData("\"MaxCellSize\": [1, 2]", "MaxCellSize must be a size over 0")]
    [InlineData("\"DetectorLayout\": \"YoloV6\"", "DetectorLayout must be one of YoloV5, YoloV8")]
    [InlineData("\"DetectorLayout\": 3", "DetectorLayout must be one of")]
    public void A_bad_value_is_refused_with_what_would_be_right(string key, string expected)
    {
        var exception = Assert.Throws<ModelPackageException>(() => Parse(key, "ObjectDetection"));

        Assert.StartsWith("model.emd: " + expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ObjectDetection", "use detect-objects (DetectObjectsUsingDeepLearning)")]
    [InlineData("InstanceDetection", "use detect-objects (DetectObjectsUsingDeepLearning)")]
    [InlineData("ObjectClassification", "use classify-objects (ClassifyObjectsUsingDeepLearning)")]
    public void A_tool_refuses_a_model_of_another_and_names_that(string type, string expected)
    {
        var exception = Assert.Throws<ModelPackageException>(() => ModelTaskRules.Require(Parse("\"A\":1", type), ModelTask.PixelClassification));

        Assert.Contains($"ModelType of the .emd is \"{type}\", and this tool takes \"ImageClassification\" only", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_profiler_of_pixel_classifiers_refuses_a_detector_before_it_looks_at_the_network()
    {
        using var network = new FormulaNetwork(2, 0, (image, _, row, column) => image(0, row, column));

        var exception = Assert.Throws<ModelPackageException>(() => NetworkProfiler.Profile(network, null, Parse("\"A\":1", "ObjectDetection"), []));

        Assert.Contains("use detect-objects", exception.Message, StringComparison.Ordinal);
        Assert.Empty(network.Batches);
    }

    [Fact]
    public void A_tool_for_objects_refuses_a_pixel_classifier()
    {
        var exception = Assert.Throws<ModelPackageException>(
            () => ModelTaskRules.Require(Parse("\"A\":1", "ImageClassification"), ModelTask.ObjectDetection, ModelTask.InstanceSegmentation));

        Assert.Contains("takes \"ObjectDetection\" or \"InstanceSegmentation\" only", exception.Message, StringComparison.Ordinal);
        Assert.Contains("use classify-pixels", exception.Message, StringComparison.Ordinal);
    }

    private static ModelDefinition Parse(string keys, string type) => ModelDefinitionParser.Parse(
        $$"""{"ModelType": "{{type}}", "ModelFile": "a.onnx", {{keys}}, "Classes": [{"Value": 7, "Name": "Car", "Color": [1, 2, 3]}, {"Value": 9, "Name": "Tree"}]}""", "model.emd");
}
