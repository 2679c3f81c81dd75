using System.Text;

namespace RasterAnalysis.Testing.Hostile;

/// <summary>Texts that stand for a model definition.</summary>
internal static class HostileDefinitions
{
    private static readonly string[] Keys =
    [
        "Framework", "ModelType", "ModelFile", "ImageHeight", "ImageWidth", "Classes", "ExtractBands", "BatchSize", "ModelPadding", "DataRange", "InferenceFunction", "ModelFormat",
        "NormalizationStats", "Threshold", "ImageSpaceUsed", "OutputName", "ModelName", "Description", "ignore_mapped_class", "test_time_augmentation", "ModelParameters", "CellSize",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1", "2147483648", "9223372036854775808", "1e308", "-1e400", "0.1", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[null]", "[[[]]]", "[-1]", "[0,0]",
        "[1e99]", "\"network.onnx\"", "\"../network.onnx\"", "\"/etc/passwd\"", "\"[Functions]System\\\\a.py\"", "\"NHWC\"", "\"model.emd\"", "{\"a\":{\"b\":[]}}", "[{\"Value\":1}]", "[\"a\",1,null]",
        "\"NaN\"", "[\"Red\",\"Green\"]", "[[0,255]]", "[{\"band_stats\":0}]", "99999999",
    ];

    public static byte[] WithChangedValues(Random random)
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(2));
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            definition[HostilePackages.Any(random, Keys)] = Placeholder(i);
        }

        // some of them cannot be read by a parser of ours, so they are put in as text
        var text = definition.ToJsonString();
        for (var i = 1; i < 4; i++)
        {
            var value = random.Next(10) == 0 ? $"\"{new string('x', 100_000)}\"" : HostilePackages.Any(random, Values);
            text = text.Replace($"\"{Placeholder(i)}\"", value, StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(text);
    }

    public static byte[] WithHostileClasses(Random random)
    {
        var one = HostilePackages.Any(
            random,
            """{"Value":1,"Name":"A","Color":[0,0,0]},{"Value":1,"Name":"B","Color":[0,0,0]}""",
            """{"Value":-1,"Name":"A"},{"Value":-2,"Name":"B"}""",
            """{"Value":9223372036854775807,"Name":"A"},{"Value":-9223372036854775808,"Name":"B"}""",
            """{"Value":4294967295,"Name":"A"},{"Value":0,"Name":"B"}""",
            """{"Value":1.5,"Name":"A"},{"Value":"2","Name":"B"}""",
            """{"Value":1e30},{"Value":2}""",
            """{"Name":"A"},{"Name":"B"}""",
            """{"Value":0,"Name":null,"Color":null},{"Value":1,"Name":["a"],"Color":"red"}""",
            """{"Value":0,"Color":[300,-1,"x"]},{"Value":1,"Color":[]}""",
            """{"Value":0,"Name":"\ud800"},{"Value":1,"Name":"\u0000"}""",
            """[],[]""",
            "1,2",
            string.Join(',', Enumerable.Range(0, 70_000).Select(i => $$"""{"Value":{{i}}}""")),
            $$"""{"Value":0,"Name":"{{new string('n', 200_000)}}"},{"Value":1}""");
        return Encoding.UTF8.GetBytes($$"""{"ModelType":"ImageClassification","ModelFile":"network.onnx","ImageHeight":64,"ImageWidth":64,"Classes":[{{one}}]}""");
    }

    public static byte[] OfNoDefinition(Random random) => random.Next(9) switch
    {
        0 => [],
        1 => HostilePackages.Bytes(random, random.Next(1, 3000)),
        2 => Encoding.UTF8.GetBytes(new string('[', random.Next(100, 200_000))),
        3 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", random.Next(100, 50_000)))),
        4 => [0xFF, 0xFE, .. HostilePackages.Bytes(random, random.Next(0, 101))],
        5 => "[]"u8.ToArray(),
        6 => "null"u8.ToArray(),
        7 => Encoding.UTF8.GetBytes($$"""{"Classes":{{new string('9', random.Next(400, 100_000))}}}"""),
        _ => "{\"ModelFile\":\"network.onnx\",\"ModelFile\":\"other.onnx\",\"Classes\":[{\"Value\":0},{\"Value\":1}]}"u8.ToArray(),
    };

    private static string Placeholder(int number) => $"@{number}@";
}
