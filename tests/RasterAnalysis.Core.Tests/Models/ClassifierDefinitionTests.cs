using System.Text.Json.Nodes;
using RasterAnalysis.Models;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Core.Tests.Models;

/// <summary>ArcGIS classifier definitions: what is read of them, and what is refused by the name of its field.</summary>
public sealed class ClassifierDefinitionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-package-").FullName;

    /// <summary>Field of the classifier, its value as JSON, and what the refusal says.</summary>
    public static TheoryData<string, string?, string> SpoiledClassifiers => new()
    {
        { "Classifier", "\"SupportVectorMachine\"", "Classifier is 'SupportVectorMachine'" },
        { "Classifier", "\"RandomTrees\"", "Classifier is 'RandomTrees'" },
        { "Classifier", null, "Classifier is missing" },
        { "RasterIsSegmented", "true", "RasterIsSegmented is true" },
        { "NumberBands", "0", "NumberBands must be a whole number from 1 to 256" },
        { "NumberBands", "2", "Classes[0].Means must be 2 numbers, one for each band of NumberBands; it has 3 elements" },
        { "NumberBands", "1e9", "NumberBands must be" },
        { "Classes", "[]", "Classes must list 2 to 4096 classes" },
        { "Classes", "[7, 8]", "Classes[0] must be an object" },
    };

    /// <summary>Field of the first class, its value as JSON, and what the refusal says.</summary>
    public static TheoryData<string, string?, string> SpoiledClasses => new()
    {
        { "ClassValue", "\"water\"", "Classes[0].ClassValue must be a whole number" },
        { "ClassValue", "9", "is 9, which another class has too" },
        { "Means", "[1, 2]", "Classes[0].Means must be 3 numbers" },
        { "Means", "[1, 2, \"x\"]", "Classes[0].Means must be 3 numbers" },
        { "Covariances", null, "Classes[0].Covariances must be 3 rows of 3 numbers" },
        { "Covariances", "[[1, 0, 0], [0, 1, 0]]", "Classes[0].Covariances must be 3 rows" },
        { "Covariances", "[[1, 0, 0], [0, 1], [0, 0, 1]]", "Classes[0].Covariances[1] must be 3 numbers" },
        { "Covariances", "[[1, 0, 0], [0.5, 1, 0], [0, 0, 1]]", "Classes[0].Covariances is not symmetric: [1][0] and [0][1] differ" },
        { "Covariances", "[[1, 1, 0], [1, 1, 0], [0, 0, 1]]", "Classes[0].Covariances is singular" },
        { "Covariances", "[[0, 0, 0], [0, 0, 0], [0, 0, 0]]", "Classes[0].Covariances is singular" },
        { "Covariances", "[[1, 0, 0], [0, -1, 0], [0, 0, 1]]", "Classes[0].Covariances is singular or not positive definite" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_package_of_a_classifier_alone_has_its_classes()
    {
        var package = Read(new ClassifierFile(3, 4, 9).Document);

        Assert.Equal([(4, "Class 4", new RgbColor(10, 20, 30)), (9, "Class 9", new RgbColor(20, 20, 30))], package.Definition.Classes.Select(c => (c.Value, c.Name, c.Color)));
        Assert.Equal("trained", package.Definition.ModelName);
        Assert.Contains(package.Warnings, warning => warning.Contains("equal prior probabilities", StringComparison.Ordinal));
        Assert.Equal([-1, 3, -1, -1], package.Network!.Graph.Declared[package.Network.Graph.Inputs.Single()].Dimensions);
    }

    [Theory]
    [MemberData(nameof(SpoiledClassifiers))]
    public void What_the_classifier_lacks_is_named(string field, string? value, string expected)
    {
        var file = new ClassifierFile(3, 4, 9);
        file.Document["Definitions"]![0]![field] = value is null ? null : JsonNode.Parse(value);

        Assert.Contains(expected, Assert.Throws<ModelPackageException>(() => Read(file.Document)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SpoiledClasses))]
    public void What_a_class_lacks_is_named(string field, string? value, string expected)
    {
        var file = new ClassifierFile(3, 4, 9);
        file.First[field] = value is null ? null : JsonNode.Parse(value);

        Assert.Contains("trained.ecd: Definitions[0].", Assert.Throws<ModelPackageException>(() => Read(file.Document)).Message, StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<ModelPackageException>(() => Read(file.Document)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"Definitions\": []}")]
    [InlineData("{\"Definitions\": [{}, {}]}")]
    [InlineData("{\"Definitions\": [3]}")]
    [InlineData("{")]
    public void What_is_no_classifier_is_refused(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "trained.ecd"), text);

        Assert.Contains("trained.ecd", Assert.Throws<ModelPackageException>(() => ModelPackageReader.Read(_folder)).Message, StringComparison.Ordinal);
    }

    private ModelPackage Read(JsonObject document)
    {
        File.WriteAllText(Path.Combine(_folder, "trained.ecd"), document.ToJsonString());
        return ModelPackageReader.Read(_folder);
    }
}
