using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Onnx;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Models;

/// <summary>Opens an unpacked package: finds the one definition, reads it and finds its network (<c>docs/reference/dlpk-and-emd.md#the-definition-file</c>).</summary>
public static class ModelPackageReader
{
    /// <summary>Reads the package whose files lie in a folder.</summary>
    /// <param name="folder">Full path; the files were put there by <see cref="ModelPackageArchive"/>, or are an operator's own.</param>
    /// <param name="limits">Size limits.</param>
    /// <param name="hasGraph">Whether a network of such a file's name is an ONNX graph, which is read; null for all. It throws where no runtime takes it.</param>
    /// <param name="converters">What makes ONNX networks of files of other kinds; null for none.</param>
    /// <exception cref="ModelPackageException">There is no usable definition or network; the text says which and what to do.</exception>
    public static ModelPackage Read(
        string folder, ModelPackageLimits? limits = null, Func<string, bool>? hasGraph = null, IReadOnlyList<INetworkConverter>? converters = null)
    {
        var warnings = new List<string>();
        var definitionPath = FindDefinition(folder, warnings);
        return Read(folder, definitionPath, warnings, limits ?? ModelPackageLimits.Default, hasGraph ?? IsOnnx, converters ?? [], mayWrite: true);
    }

    /// <summary>Reads the package of one definition file, whose network lies beside it.</summary>
    /// <param name="definitionPath">Full path of an <c>.emd</c>.</param>
    /// <param name="limits">Size limits.</param>
    /// <param name="hasGraph">As for a folder.</param>
    /// <param name="converters">As for a folder; they are not asked to convert anything here.</param>
    /// <exception cref="ModelPackageException">There is no usable definition or network; the text says which and what to do.</exception>
    public static ModelPackage ReadDefinitionFile(
        string definitionPath, ModelPackageLimits? limits = null, Func<string, bool>? hasGraph = null, IReadOnlyList<INetworkConverter>? converters = null) =>
        Read(Path.GetDirectoryName(definitionPath)!, definitionPath, [], limits ?? ModelPackageLimits.Default, hasGraph ?? IsOnnx, converters ?? [], mayWrite: false);

    /// <summary>Reads from the definition alone which bands a model takes, by name.</summary>
    /// <param name="path">Full path of an unpacked package, or of an <c>.emd</c>.</param>
    /// <returns>The names in the network's order; null where it names none, or has statistics for more bands than it names: which those are, it does not say.</returns>
    /// <exception cref="ModelPackageException">There is no usable definition.</exception>
    public static IReadOnlyList<string>? ReadBandNames(string path)
    {
        var (folder, warnings) = (Directory.Exists(path) ? path : Path.GetDirectoryName(path)!, new List<string>());
        var definition = folder == path ? FindDefinition(folder, warnings) : path;
        var (bands, stats) = ModelDefinitionParser.ReadBands(Open(folder, definition, warnings, ModelPackageLimits.Default).Document, Path.GetFileName(definition));
        string[] names = [.. bands.Select(band => band.Name).OfType<string>()];
        return names.Length > 0 && names.Length == bands.Count && (stats?.BandMin ?? stats?.BandMean ?? []).Count is var listed && (listed == 0 || listed == names.Length) ? names : null;
    }

    /// <summary>The ONNX network that has to be made before a package can be read; <see cref="Read(string, ModelPackageLimits?, Func{string, bool}?, IReadOnlyList{INetworkConverter}?)"/> would make it.</summary>
    /// <param name="folder">As for reading it.</param>
    /// <param name="hasGraph">As for reading it.</param>
    /// <param name="converters">What makes ONNX networks of files of other kinds.</param>
    /// <returns>Null where none has to be made.</returns>
    /// <exception cref="ModelPackageException">There is no usable definition or network; the text says which and what to do.</exception>
    public static PendingConversion? FindConversion(string folder, Func<string, bool> hasGraph, IReadOnlyList<INetworkConverter> converters)
    {
        var warnings = new List<string>();
        var (document, _, inside, head) = Open(folder, FindDefinition(folder, warnings), warnings, ModelPackageLimits.Default);
        var instead = FunctionInstead.Find(folder, inside, head.InferenceFunction, hasGraph);
        if (instead?.Reason is not null)
        {
            return null;
        }

        try
        {
            var (network, converter, _) = FindNetwork(folder, inside, head, warnings, hasGraph, converters);
            return converter?.Find(network, document) is null && converter is not null ? new PendingConversion(converter, network, document, instead) : null;
        }
        catch (ModelPackageException refusal) when (instead is not null)
        {
            instead.Take(refusal, hasNetwork: head.ModelFile is not null);
            return null;
        }
    }

    private static bool IsOnnx(string networkFile) => UnsupportedNetwork.Describe(networkFile) is { } reason ? throw new ModelPackageException(reason) : true;

    private static ModelPackage Read(
        string folder, string definitionPath, List<string> warnings, ModelPackageLimits limits, Func<string, bool> hasGraph, IReadOnlyList<INetworkConverter> converters,
        bool mayWrite)
    {
        var name = Path.GetFileName(definitionPath);
        var (document, item, inside, head) = Open(folder, definitionPath, warnings, limits);
        var preparation = new List<PreparationNote>();
        var instead = mayWrite ? FunctionInstead.Find(folder, inside, head.InferenceFunction, hasGraph) : null;
        var (network, converter, isGraph) = instead?.Reason is null ? FindOrMake() : (instead.Path, null, false);
        if (instead?.Reason is { } reason && network == instead.Path)
        {
            preparation.Add(new PreparationNote(PreparationNote.Function, reason));
        }

        (string Path, INetworkConverter? Converter, bool IsGraph) FindOrMake()
        {
            try
            {
                var found = FindNetwork(folder, inside, head, warnings, hasGraph, converters);
                if (instead is not null && found is { Converter: null, IsGraph: true } && !UnsupportedNetwork.IsOnnx(found.Path) && !ClassifierDefinition.IsOne(found.Path))
                {
                    RequireNetwork(found.Path);
                }

                return found.Converter is { } maker ? (Convert(maker, found.Path, document, mayWrite), maker, true) : found;
            }
            catch (ModelPackageException refusal) when (instead is not null)
            {
                instead.Take(refusal, hasNetwork: head.ModelFile is not null);
                return (instead.Path, null, false);
            }
        }

        if (isGraph && ClassifierDefinition.IsOne(network))
        {
            preparation.Add(new PreparationNote(PreparationNote.FromClassifier, "The classifier definition (.ecd) was turned into a network over pixels in Float64."));
            network = WriteClassifier(network, document, limits, mayWrite, warnings);
        }

        var model = isGraph ? ReadNetwork(network) : null;
        if (converter is not null && model?.Metadata.GetValueOrDefault(INetworkConverter.NotesKey) is { } notes)
        {
            string[] sentences = notes.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            warnings.AddRange(sentences);
            preparation.AddRange(sentences.Select(sentence => new PreparationNote(PreparationNote.Conversion, sentence)));
        }

        if (model is not null)
        {
            ExternalDataRules.Check(folder, network, model);
            item?.Check(document, model, warnings);
            DeepnessMetadata.Fill(document, head.Task, model.Metadata, warnings);
        }

        var pixels = model is null || head.Task != ModelTask.PixelClassification ? null : PixelNetworkPackage.TryRead(network, model, document, warnings);
        if (BareModel.IsNetwork(name))
        {
            BareModel.RequireClasses(document, name);
        }

        item?.RequireClasses(document);

        var definition = ModelDefinitionParser.Parse(document, name);
        if (pixels is not null)
        {
            preparation.Add(new PreparationNote(PreparationNote.Wrapped, "The network over pixels was wrapped as an image network, which takes each pixel by itself."));
            (network, definition) = (pixels.Wrap(definition, mayWrite, warnings), definition with { Layout = TensorLayout.Nchw });
            model = ReadNetwork(network);
        }

        var runsFunction = network == instead?.Path;
        var function = PackageFunctionReader.Read(folder, inside, definition.InferenceFunction, runsFunction ? [] : warnings);
        var defaults = runsFunction ? GivenArguments.None : FunctionDefaults.Choose(function, definition, warnings);
        return new ModelPackage(folder, definitionPath, definition, network, model, [.. warnings, .. definition.Warnings])
        {
            Function = function,
            ArgumentDefaults = defaults,
            Preparation = preparation,
            Origin = runsFunction ? NetworkOrigin.Python : converter?.Origin ?? NetworkOrigin.Onnx,
        };
    }

    /// <summary>The definition, whichever dialect it is written in, before anything is looked for.</summary>
    private static (JsonObject Document, MlmItem? Item, string Inside, (string? ModelFile, string? InferenceFunction, ModelTask Task) Head) Open(
        string folder, string definitionPath, List<string> warnings, ModelPackageLimits limits)
    {
        var name = Path.GetFileName(definitionPath);
        var document = BareModel.IsNetwork(name) ? BareModel.Definition(name) : ModelDefinitionParser.ParseDocument(ReadText(definitionPath, limits, warnings), name);
        var item = MlmItem.IsOne(name) ? new MlmItem(document, name) : null;
        document = item is not null ? item.AsModelDefinition(warnings) : document;
        document = ClassifierDefinition.IsOne(name) ? new ClassifierDefinition(document, name).AsModelDefinition() : document;
        var inside = Path.GetRelativePath(folder, Path.GetDirectoryName(definitionPath)!);
        return (document, item, inside == "." ? "" : inside, ModelDefinitionParser.ReadHead(document, name));
    }

    /// <summary>The network that an <c>.ecd</c> stands for; an <c>.emd</c> that lists no classes gets its.</summary>
    private static string WriteClassifier(string path, JsonObject document, ModelPackageLimits limits, bool mayWrite, List<string> warnings)
    {
        var name = Path.GetFileName(path);
        if (!mayWrite)
        {
            throw new ModelPackageException($"'{name}' is turned into a network, which is not done in a raster store: pack it as a .dlpk, or upload it.");
        }

        var classifier = new ClassifierDefinition(ModelDefinitionParser.ParseDocument(ReadText(path, limits, warnings), name), name);
        if (document["Classes"] is null or JsonArray { Count: 0 })
        {
            document["Classes"] = classifier.Classes();
        }

        warnings.Add("Maximum likelihood was read with equal prior probabilities for all classes.");
        return classifier.WriteNetwork(Path.GetDirectoryName(path)!);
    }

    /// <summary>Refuses a file that belongs to a function and is no network by its name.</summary>
    private static void RequireNetwork(string path)
    {
        try
        {
            OnnxModelReader.Read(path);
        }
        catch (OnnxFormatException exception)
        {
            throw new ModelPackageException($"ModelFile '{Path.GetFileName(path)}' is no network; it is the function's own", exception);
        }
    }

    private static OnnxModel ReadNetwork(string path)
    {
        try
        {
            return OnnxModelReader.Read(path);
        }
        catch (OnnxFormatException exception)
        {
            throw new ModelPackageException($"'{Path.GetFileName(path)}' cannot be read. {exception.Message} Export the network to ONNX again.", exception);
        }
    }

    private static string FindDefinition(string folder, List<string> warnings)
    {
        var options = new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive, RecurseSubdirectories = false };
        var atRoot = Directory.GetFiles(folder, "*.emd", options);
        if (atRoot.Length == 1)
        {
            return atRoot[0];
        }

        if (atRoot.Length > 1)
        {
            var names = string.Join(", ", atRoot.Select(Path.GetFileName).Order(StringComparer.Ordinal));
            throw new ModelPackageException($"The package has {atRoot.Length} .emd files at its root ({names}); there must be exactly one.");
        }

        options.RecurseSubdirectories = true;
        var deeper = Directory.GetFiles(folder, "*.emd", options);
        if (deeper.Length == 1)
        {
            var inside = Path.GetRelativePath(folder, deeper[0]);
            warnings.Add($"The .emd is in a sub-folder ({inside}); ArcGIS looks for it at the root of the package.");
            return deeper[0];
        }

        if (deeper.Length == 0 && MlmItem.TryFind(folder) is { } item)
        {
            return item;
        }

        if (deeper.Length == 0 && BareModel.TryFind(folder) is { } model)
        {
            return model;
        }

        throw new ModelPackageException(deeper.Length == 0
            ? "The package has no .emd file; a deep learning package holds exactly one model definition (JSON with ModelType, ModelFile and Classes) at its root, or a STAC item with MLM fields in its place."
            : $"The package has no .emd file at its root and {deeper.Length} in sub-folders; there must be exactly one, at the root.");
    }

    private static string ReadText(string path, ModelPackageLimits limits, List<string> warnings)
    {
        var length = new FileInfo(path).Length;
        if (length > limits.MaxDefinitionBytes)
        {
            throw new ModelPackageException(
                $"{Path.GetFileName(path)} has {length} bytes; a model definition of more than {limits.MaxDefinitionBytes} is refused.");
        }

        var bytes = File.ReadAllBytes(path);
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return (bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes.AsSpan(2));
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            warnings.Add($"{Path.GetFileName(path)} is not UTF-8; it was read as Latin-1.");
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static string Convert(INetworkConverter converter, string path, JsonObject document, bool mayWrite) => mayWrite
        ? converter.Convert(path, document)
        : throw new ModelPackageException(
            $"'{Path.GetFileName(path)}' is made into an ONNX network, which is not done in a raster store: pack the .emd and the file as a .dlpk, or upload them.");

    private static (string Path, INetworkConverter? Converter, bool IsGraph) FindNetwork(
        string folder, string definitionFolder, (string? ModelFile, string? InferenceFunction, ModelTask Task) definition, List<string> warnings, Func<string, bool> hasGraph,
        IReadOnlyList<INetworkConverter> converters)
    {
        if (definition.ModelFile is not { } written)
        {
            throw new ModelPackageException(definition.InferenceFunction is { } function
                ? UnsupportedNetwork.PythonOnly(function)
                : "The .emd has no ModelFile; name the .onnx file of the package in it.");
        }

        var path = PackagePath.Resolve(folder, definitionFolder, written, warnings);
        if (path is not null && !BareModel.IsOne(path) && converters.FirstOrDefault(one => one.Takes(path)) is { } converter)
        {
            return (path, converter, true);
        }

        var isGraph = hasGraph(written);
        return path is not null
            ? (path, null, isGraph)
            : throw new ModelPackageException($"ModelFile '{PackagePath.Shown(written)}' is not in the package; name a file that is, relative to the .emd.");
    }
}
