using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;

namespace RasterAnalysis.Worker.TorchScript;

/// <summary>
/// Makes an ONNX network of a TorchScript module: torch exports it in a confined process, and what it gave there for random numbers is compared with what the network gives here
/// (<c>docs/reference/model-packages.md#torchscript</c>).
/// </summary>
/// <param name="torch">Exports.</param>
/// <param name="runtime">Runs what was exported.</param>
internal sealed class TorchScriptConverter(TorchProgram torch, INetworkRuntime runtime) : INetworkConverter
{
    // part of a network's name: another way of converting is another network
    private const string Revision = "1";
    private const string Kind = "torchscript";
    private const int KeyLength = 16;

    /// <inheritdoc/>
    public NetworkOrigin Origin => NetworkOrigin.Converted;

    /// <inheritdoc/>
    public bool Takes(string path) => TorchScriptFile.IsOne(path);

    /// <inheritdoc/>
    public string? Find(string path, JsonObject document)
    {
        if (torch.Version is { } current)
        {
            return Made(path, document, current) is var network && File.Exists(network) ? network : null;
        }

        // what an interpreter made that is no longer there is as good as it was
        var made = Made(path, document, "*");
        return Directory.GetFiles(Path.GetDirectoryName(made)!, Path.GetFileName(made)).Order(StringComparer.Ordinal).LastOrDefault();
    }

    /// <inheritdoc/>
    public string Convert(string path, JsonObject document)
    {
        if (Find(path, document) is { } found)
        {
            return found;
        }

        var scratch = Directory.CreateDirectory($"{path}.{Guid.NewGuid():N}").FullName;
        try
        {
            var (network, made) = (Convert(path, scratch, ConversionRequest.Of(document)), Made(path, document, torch.Version!));
            File.Move(network, made, overwrite: true);
            return made;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static string Made(string path, JsonObject document, string version) => Path.Combine(
        Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}.torch-{version}.{Kind}-{Key(path, ConversionRequest.Of(document))}.onnx");

    private string Convert(string path, string scratch, ConversionRequest request)
    {
        var name = Path.GetFileName(path);
        var until = torch.Deadline();
        while (true)
        {
            var folder = Directory.CreateDirectory(Path.Combine(scratch, string.Join('-', ["with", .. request.Free]))).FullName;
            var reply = ConversionReply.Read(torch.Convert(path, folder, request, until));
            if (reply.Error is { } error)
            {
                throw new ModelPackageException(UnsupportedNetwork.TorchScript(name, reply.Operator is { } type ? $"{error}: {type}" : error));
            }

            var network = Path.Combine(folder, "network.onnx");
            if (new FileInfo(network) is not { Exists: true, LinkTarget: null })
            {
                throw new ModelPackageException(UnsupportedNetwork.TorchScript(name, "the process that converts it left no network"));
            }

            var mismatches = Compare(network, folder, reply);
            if (mismatches.TrueForAll(mismatch => mismatch.IsClose))
            {
                OnnxMetadata.Append(network, INetworkConverter.NotesKey, string.Join('\n', Notes(reply, mismatches.Aggregate((one, other) => one + other))));
                return network;
            }

            // the first check is of the tile that was exported, and each other one of an axis: it may be that only a free one is wrong
            var wrong = mismatches.Skip(1).Zip(reply.Free!).Where(check => !check.First.IsClose).Select(check => check.Second).ToArray();
            if (!mismatches[0].IsClose || wrong.Length == 0)
            {
                throw new ModelPackageException(UnsupportedNetwork.TorchScript(
                    name, $"the network that torch exported computes something else: on random numbers {mismatches.First(mismatch => !mismatch.IsClose)}"));
            }

            request = request with { Free = [.. request.Free.Except(wrong)] };
        }
    }

    private List<ConversionMismatch> Compare(string network, string folder, ConversionReply reply)
    {
        using var session = runtime.Load(new NetworkLoad(network, ProcessorType.Cpu) { IsTrial = true }, warnings: []);
        return [.. reply.Checks!.Select((run, number) => Compare(session, Path.Combine(folder, $"{number}"), run, reply.Labels))];
    }

    private static ConversionMismatch Compare(INetworkSession session, string files, ConversionRun run, bool isLabels)
    {
        var (input, expected) = (ConversionRun.Read($"{files}.input", run.Input), ConversionRun.Read($"{files}.output", run.Output));
        try
        {
            var output = session.Run(input, run.Input, [session.Signature.Outputs[0].Name])[0];
            return output.Dimensions.SequenceEqual(run.Output)
                ? ConversionMismatch.Measure(expected, output.Values.Span, run.Output, isLabels)
                : new ConversionMismatch(double.PositiveInfinity, expected.Length, expected.Length);
        }
        catch (InferenceException)
        {
            // what was exported does not run with this shape
            return new ConversionMismatch(double.PositiveInfinity, expected.Length, expected.Length);
        }
    }

    private static IEnumerable<string> Notes(ConversionReply reply, ConversionMismatch mismatch)
    {
        var (batch, size) = (reply.Free!.Contains("batch"), reply.Free!.Contains("size"));
        yield return $"The TorchScript module was converted to an ONNX network by torch {reply.Torch} (opset {reply.Opset}), for tiles of "
            + $"{(size ? "any size" : $"{reply.Height} × {reply.Width} pixels, the only size that its trace was found to take")} and {(batch ? "any batch" : "one at a time")}.";
        yield return $"On random numbers of {string.Join(" and ", reply.Checks!.Select(run => run.Size).Distinct())} pixels{(batch ? ", one tile and two at once," : "")} it was compared with the module run by torch: {mismatch}.";
        if (reply.Output is { } output)
        {
            yield return $"Of what the module gives, '{output}' is read.";
        }
    }

    private static string Key(string path, ConversionRequest request)
    {
        using var file = File.OpenRead(path);
        var parts = $"{Revision}\n{System.Convert.ToHexString(SHA256.HashData(file))}\n{request}";
        return System.Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts)))[..KeyLength];
    }
}
