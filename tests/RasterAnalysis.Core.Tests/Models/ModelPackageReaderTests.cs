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
    [InlineData("network.pkl", "pickle")]
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

    private void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
        File.WriteAllBytes(Path.Combine(_folder, path), content);
    }
}
