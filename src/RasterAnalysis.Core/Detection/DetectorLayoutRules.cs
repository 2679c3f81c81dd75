using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.Detection;

/// <summary>Recognises how a detector's outputs are laid out, by their names and shapes and the number of classes (<c>docs/reference/dlpk-and-emd.md#outputs-of-detectors</c>).</summary>
public static class DetectorLayoutRules
{
    /// <summary>Chooses.</summary>
    /// <param name="signature">The network's outputs. Where its file leaves axes open, those of a run say more: <see cref="WithShapes"/>.</param>
    /// <param name="definition">The definition of a detector; its <c>DetectorLayout</c> and <c>OutputName</c> go first.</param>
    /// <exception cref="ModelPackageException">No layout fits, or more than one does; the text says what to write.</exception>
    public static DetectorLayout Choose(NetworkSignature signature, ModelDefinition definition)
    {
        ModelTaskRules.Require(definition, ModelTask.ObjectDetection, ModelTask.InstanceSegmentation);
        var named = Named(signature, definition);
        var finder = new LayoutFinder(signature, definition);
        var found = finder.Find().Where(layout => named.All(name => layout.AllOutputs.Contains(name))).ToArray();

        // one that explains more of the outputs is right: logits of five classes are six numbers as well
        var fullest = found.Where(one => !found.Any(other => other.AllOutputs.Count > one.AllOutputs.Count && one.AllOutputs.All(other.AllOutputs.Contains))).ToArray();
        var chosen = fullest.Length > 1 ? finder.Prefer(fullest) : fullest;
        return chosen switch
        {
            [var only] => Checked(only, definition),
            [] => throw Unknown(signature, definition),
            _ => throw Ambiguous(chosen),
        };
    }

    /// <summary>A signature whose outputs have the shapes of a run, for networks whose file leaves them open.</summary>
    /// <param name="signature">As the file declares it.</param>
    /// <param name="outputs">What a run gave, one for each output of the signature in its order.</param>
    public static NetworkSignature WithShapes(NetworkSignature signature, IReadOnlyList<NetworkOutput> outputs) =>
        signature with { Outputs = [.. signature.Outputs.Zip(outputs, (tensor, output) => tensor with { Dimensions = output.Dimensions })] };

    private static string[] Named(NetworkSignature signature, ModelDefinition definition)
    {
        bool IsOne(string name) => signature.Outputs.Any(output => output.Name == name);
        string[] named = definition.OutputName is not { } text ? [] : IsOne(text) ? [text] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return named.FirstOrDefault(name => !IsOne(name)) is { } missing
            ? throw new ModelPackageException($"OutputName of the .emd is '{missing}', but the outputs of the network are: {string.Join(", ", signature.Outputs)}.") : named;
    }

    private static DetectorLayout Checked(FoundLayout found, ModelDefinition definition) => definition.Task == ModelTask.InstanceSegmentation && !found.Layout.HasMasks
        ? throw new ModelPackageException(
            $"ModelType of the .emd is \"{definition.ModelType}\", but the network's {string.Join(", ", found.AllOutputs)} have no masks; write \"ObjectDetection\" for boxes.")
        : found.Layout;

    private static ModelPackageException Unknown(NetworkSignature signature, ModelDefinition definition)
    {
        var outputs = string.Join(", ", signature.Outputs);
        var classes = definition.Classes.Count;
        return new ModelPackageException(definition.Detector?.Layout is { } wanted
            ? $"The .emd says DetectorLayout {wanted}, which is {Shapes(wanted, classes)}; the network returns {outputs}. Classes must list exactly the network's classes (there are {classes}){Named()}."
            : $"The network returns {outputs}, which is no layout of detectors that is known for {classes} classes{Named()}. Check that Classes lists exactly the network's classes; "
                + $"or say how to read it: DetectorLayout is {Values()}.");

        string Named() => definition.OutputName is { } name ? $", and OutputName '{name}' must be part of it" : "";
    }

    private static ModelPackageException Ambiguous(IReadOnlyList<FoundLayout> found)
    {
        string[] families = [.. found.Select(one => $"{one.Layout.Family}").Distinct()];
        var readings = string.Join(" or ", found.Select(one => $"{one.Layout.Family} of {string.Join(", ", one.AllOutputs.Select(name => $"'{name}'"))}"));
        var outputs = string.Join(" or ", found.Select(one => string.Join(",", one.AllOutputs)).Distinct().Select(names => $"\"{names}\""));
        var write = families.Length > 1 ? $"\"DetectorLayout\": {string.Join(" or ", families.Select(family => $"\"{family}\""))}" : $"\"OutputName\": {outputs}";
        return new ModelPackageException($"The network's outputs can be read as {readings}. Write into the .emd which it is: {write} (DetectorLayout is {Values()}).");
    }

    private static string Values() => string.Join(", ", Enum.GetNames<DetectorFamily>());

    private static string Shapes(DetectorFamily family, int classes) => family switch
    {
        DetectorFamily.YoloV5 => $"[1, n, {5 + classes}], or [1, n, {5 + classes} + m] and [1, m, h, w]",
        DetectorFamily.YoloV8 => $"[1, {4 + classes}, n]",
        DetectorFamily.YoloOriented => $"[1, {4 + classes} + 1, n]",
        DetectorFamily.YoloSegment => $"[1, {4 + classes} + m, n] and [1, m, h, w]",
        DetectorFamily.EndToEnd => "[1, n, 6]",
        DetectorFamily.TorchVision or DetectorFamily.TorchVisionFromZero => "boxes [n, 4], scores [n], labels [n] of whole numbers, maybe masks [n, 1, h, w]",
        DetectorFamily.Detr => $"logits [1, n, {classes + 1}] and boxes [1, n, 4]",
        _ => $"logits [1, n, {classes}] and boxes [1, n, 4]",
    };
}
