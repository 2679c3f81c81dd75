namespace RasterAnalysis.Models;

/// <summary>Says what a network file is that ONNX Runtime cannot run, and what to do about it.</summary>
public static class UnsupportedNetwork
{
    private const string TorchExport =
        "torch.onnx.export(model.eval(), torch.zeros(1, BANDS, 256, 256), \"model.onnx\", input_names=[\"input\"], output_names=[\"output\"], "
        + "dynamic_axes={\"input\": {0: \"n\", 2: \"h\", 3: \"w\"}, \"output\": {0: \"n\", 2: \"h\", 3: \"w\"}})";

    private const string KerasExport = "python -m tf2onnx.convert --keras model.h5 --output model.onnx";
    private const string GraphExport = "python -m tf2onnx.convert --graphdef model.pb --inputs INPUT:0 --outputs OUTPUT:0 --output model.onnx";
    private const string LiteExport = "python -m tf2onnx.convert --tflite model.tflite --output model.onnx";

    private const string ScikitExport =
        "open(\"model.onnx\", \"wb\").write(skl2onnx.to_onnx(model, numpy.zeros((1, BANDS), numpy.float32)).SerializeToString())";

    /// <summary>A sentence for a network file that is no ONNX file; null when its extension is <c>.onnx</c> or unknown.</summary>
    /// <param name="modelFile">Path or name as the definition writes it.</param>
    public static string? Describe(string modelFile) => Path.GetExtension(modelFile.Replace('\\', '/')).ToLowerInvariant() switch
    {
        ".pth" or ".pt" or ".ckpt" => Sentence(modelFile, "a PyTorch file, and neither TorchScript nor weights that can be rebuilt (arcgis.learn's UnetClassifier, torchvision's DeepLabV3)", TorchExport),
        ".h5" or ".hdf5" or ".keras" => Sentence(modelFile, "a Keras network", KerasExport),
        ".pb" => Sentence(modelFile, "a TensorFlow graph", GraphExport),
        ".tflite" => Sentence(modelFile, "a TensorFlow Lite network", LiteExport),
        ".joblib" => Sentence(modelFile, "a Python pickle, which is program code and is never loaded", ScikitExport),
        ".pkl" or ".pickle" => Sentence(
            modelFile, "a Python pickle, which is program code and is never loaded", $"of a scikit-learn model {ScikitExport}; of a PyTorch or fastai one {TorchExport}"),
        ".model" or ".dnn" => Sentence(modelFile, "a CNTK network", "model.save(\"model.onnx\", format=cntk.ModelFormat.ONNX)"),
        ".py" => PythonOnly(modelFile),
        _ => null,
    };

    /// <summary>Whether a file says by its name that it is an ONNX network.</summary>
    public static bool IsOnnx(string modelFile) => Path.GetExtension(modelFile).Equals(".onnx", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file says by its name that it is a Python raster function.</summary>
    public static bool IsFunction(string file) => Path.GetExtension(file).Equals(".py", StringComparison.OrdinalIgnoreCase);

    /// <summary>A sentence for a package of a user who may not bring program code.</summary>
    /// <param name="function">Name of its file.</param>
    public static string FunctionOfPublisher(string function) =>
        $"The package runs by the Python raster function '{function}', and packages with program code are brought by publishers alone. Have a publisher upload and share it, or export its network to ONNX, "
        + $"put the .onnx file into the package and name it in ModelFile: {TorchExport}";

    /// <summary>A sentence for a package that has a Python raster function and no network of its own.</summary>
    public static string PythonOnly(string function) =>
        $"The package runs by the Python raster function '{function}', which the operator has not allowed (RasterAnalysis__PythonFunctions__Mode). Export its network to ONNX, "
        + $"put the .onnx file into the package and name it in ModelFile: {TorchExport}";

    /// <summary>What to say beside a refusal of a network whose package has a function that could run it.</summary>
    /// <param name="function">Name of its file.</param>
    public static string FunctionIsOff(string function) =>
        $"The package's own Python raster function '{function}' could run it, where the operator allows that (RasterAnalysis__PythonFunctions__Mode).";

    /// <summary>A sentence for a TorchScript module that cannot be converted.</summary>
    /// <param name="modelFile">Name of its file.</param>
    /// <param name="reason">What is in the way.</param>
    public static string TorchScript(string modelFile, string reason) =>
        $"ModelFile '{modelFile}' is a TorchScript module and was not converted to ONNX: {reason}. Export it where it was trained and name the .onnx file in ModelFile: {TorchExport}";

    /// <summary>A sentence for a PyTorch file of which no network can be built.</summary>
    /// <param name="modelFile">Name of the file.</param>
    /// <param name="reason">What is wrong with it, as a sentence.</param>
    public static string Weights(string modelFile, string reason) =>
        $"ModelFile '{modelFile}' is a PyTorch file of which no network can be rebuilt. {reason} Save the weights again by torch.save(model.state_dict(), \"{modelFile}\"), "
        + $"or export the network to ONNX where it was trained and name the .onnx file in ModelFile: {TorchExport}";

    private static string Sentence(string file, string kind, string export) =>
        $"ModelFile '{file}' is {kind}; this service runs ONNX networks. Export it to ONNX and name the .onnx file in ModelFile: {export}";
}
