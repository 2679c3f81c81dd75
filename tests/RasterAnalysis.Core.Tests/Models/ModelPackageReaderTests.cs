using System.Text;
using RasterAnalysis.Models;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.Core.Tests.Models;

public sealed class ModelPackageReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-package-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("network.onnx", "network.onnx")]
    [InlineData("sub/network.onnx", "sub\\network.onnx")]
    [InlineData("network.onnx", "C:\\Users\\ann\\models\\network.onnx")] // the author's machine: the base name at the root
    [InlineData("network.onnx", "/models/of/ann/network.onnx")]
    public void Read_finds_the_network(string file, string written)
    {
        Write(file, TinyNetworks.CopyBand(2));
        Write("model.emd", Emd(written));

        Assert.Equal(Path.Combine(_folder, file), ModelPackageReader.Read(_folder).NetworkPath);
    }

    [Theory]
    [InlineData("Network.ONNX", "network.onnx")]
    [InlineData("Sub/network.onnx", "sub\\Network.onnx")]
    [InlineData("network.onnx", "C:\\models\\NETWORK.onnx")]
    public void Read_finds_the_network_in_another_case_and_warns(string file, string written)
    {
        Write(file, TinyNetworks.CopyBand(2));
        Write("model.emd", Emd(written));

        var package = ModelPackageReader.Read(_folder);

        Assert.Equal(Path.Combine(_folder, file), package.NetworkPath);
        Assert.Contains(package.Warnings, warning => warning.Contains($"'{file}'", StringComparison.Ordinal) && warning.Contains("another case", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("network.pth", "torch.onnx.export")]
    [InlineData("network.pt", "torch.onnx.export")]
    [InlineData("network.h5", "tf2onnx.convert --keras")]
    [InlineData("network.pb", "tf2onnx.convert --graphdef")]
    [InlineData("network.tflite", "tf2onnx.convert --tflite")]
    [InlineData("network.pkl", "of a scikit-learn model open(\"model.onnx\", \"wb\").write(skl2onnx.to_onnx(")]
    [InlineData("network.pickle", "of a PyTorch or fastai one torch.onnx.export(")]
    [InlineData("forest.joblib", "name the .onnx file in ModelFile: open(\"model.onnx\", \"wb\").write(skl2onnx.to_onnx(")]
    [InlineData("none.onnx", "is not in the package")]
    [InlineData("../../etc/passwd", "is not in the package")]
    [InlineData("", "no ModelFile")]
    public void Read_of_a_network_that_cannot_run_says_what_to_do(string written, string expected)
    {
        Write("model.emd", Emd(written));
        Write("network.pth", [1]);

        Assert.Contains(expected, Assert.Throws<ModelPackageException>(() => ModelPackageReader.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_a_package_of_Python_only_names_the_function()
    {
        Write("model.emd", """{"ModelType":"ImageClassification","InferenceFunction":"Segment.py","Classes":[{"Value":1}]}"""u8.ToArray());

        var message = Assert.Throws<ModelPackageException>(() => ModelPackageReader.Read(_folder)).Message;

        Assert.Contains("Segment.py", message, StringComparison.Ordinal);
        Assert.Contains("torch.onnx.export", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_a_definition_in_a_subfolder_warns()
    {
        Write("deep/model.emd", Emd("network.onnx"));
        Write("deep/network.onnx", TinyNetworks.CopyBand(2));

        Assert.Contains(ModelPackageReader.Read(_folder).Warnings, warning => warning.Contains("sub-folder", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-8", false)]
    [InlineData("iso-8859-1", true)]
    public void Read_takes_other_encodings(string encoding, bool warns)
    {
        Write("network.onnx", TinyNetworks.CopyBand(2));
        var text = """{"ModelType":"ImageClassification","ModelFile":"network.onnx","Classes":[{"Value":1,"Name":"Bäume"}]}""";
        Write("model.emd", [.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes(text)]);

        var package = ModelPackageReader.Read(_folder);

        Assert.Equal("Bäume", package.Definition.Classes[0].Name);
        Assert.Equal(warns, package.Warnings.Count > 0);
    }

    private static byte[] Emd(string network) => Encoding.UTF8.GetBytes(
        TestPackages.Definition(TestPackages.NumberedClasses(2), ("ModelFile", network)).ToJsonString());

    [Fact]
    public void Read_of_a_network_alone_takes_what_its_metadata_say()
    {
        Write("water.onnx", new OnnxModelBuilder().Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", 2, "h", "w")
            .Constant("weight", [2, 1, 1, 1], 0f, 1f).Node("Conv", ["input", "weight"], "output")
            .Metadata("model_type", "\"Segmentor\"").Metadata("class_names", "{\"0\": \"Land\", \"1\": \"Water\"}").Metadata("tile_size", "128").Build());

        var package = ModelPackageReader.Read(_folder);

        Assert.Equal(("water", 128), (package.Definition.ModelName, package.Definition.ImageWidth));
        Assert.Equal([(0, "Land"), (1, "Water")], package.Definition.Classes.Select(c => (c.Value, c.Name)));
    }

    [Fact]
    public void Read_of_a_detector_takes_what_its_metadata_say()
    {
        Write("model.emd", """{"ModelType": "ObjectDetection", "ModelFile": "cars.onnx"}"""u8.ToArray());
        Write("cars.onnx", Detector("Detector"));

        var definition = ModelPackageReader.Read(_folder).Definition;

        Assert.Equal((ModelTask.ObjectDetection, 0.3, 0.4), (definition.Task, definition.Detector!.Threshold, definition.Detector.MaxOverlapRatio));
        Assert.Equal([(0, "Car"), (1, "Tree")], definition.Classes.Select(c => (c.Value, c.Name)));
    }

    [Theory]
    [InlineData("ObjectDetection", "Segmentor", "the network is a Segmentor, but the .emd is of a Detector")]
    [InlineData("ImageClassification", "Detector", "the network is a Detector; this tool takes networks that classify pixels")]
    public void Read_of_metadata_of_another_task_is_refused(string modelType, string type, string expected)
    {
        Write("model.emd", Encoding.UTF8.GetBytes($$"""{"ModelType": "{{modelType}}", "ModelFile": "cars.onnx"}"""));
        Write("cars.onnx", Detector(type));

        Assert.Contains(expected, Assert.Throws<ModelPackageException>(() => ModelPackageReader.Read(_folder)).Message, StringComparison.Ordinal);
    }

    private static byte[] Detector(string type) => new OnnxModelBuilder().Input("input", OnnxType.Float, 1, 1, "h", "w").Output("output", OnnxType.Float, 1, 6, "n")
        .Constant("weight", [6, 1, 1, 1], 0f, 1f, 0f, 0f, 0f, 0f).Constant("shape", [3], 1L, 6L, -1L).Node("Conv", ["input", "weight"], "all").Node("Reshape", ["all", "shape"], "output")
        .Metadata("model_type", $"\"{type}\"").Metadata("class_names", "{\"0\": \"Car\", \"1\": \"Tree\"}").Metadata("det_conf", "0.3").Metadata("det_iou_thresh", "0.4").Build();

    [Fact]
    public void Read_of_a_network_alone_that_names_no_classes_says_what_is_missing()
    {
        Write("water.onnx", TinyNetworks.CopyBand(2));

        Assert.Contains("no .emd file, and 'water.onnx' does not name its classes", Assert.Throws<ModelPackageException>(() => ModelPackageReader.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_two_networks_without_a_definition_is_refused()
    {
        Write("a.onnx", TinyNetworks.CopyBand(2));
        Write("b.onnx", TinyNetworks.CopyBand(2));

        Assert.Contains("no .emd", Assert.Throws<ModelPackageException>(() => ModelPackageReader.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_a_forest_alone_reads_it_again_beside_what_was_made_of_it()
    {
        Write("forest.onnx", new TreeNetwork().Build());

        Assert.Equal(ModelPackageReader.Read(_folder).NetworkPath, ModelPackageReader.Read(_folder).NetworkPath);
    }

    private void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
        File.WriteAllBytes(Path.Combine(_folder, path), content);
    }
}
