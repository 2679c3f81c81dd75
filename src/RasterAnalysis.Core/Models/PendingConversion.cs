using System.Text.Json.Nodes;

namespace RasterAnalysis.Models;

/// <summary>An ONNX network that has yet to be made of a package's file.</summary>
public sealed class PendingConversion
{
    private readonly INetworkConverter _converter;
    private readonly string _path;
    private readonly JsonObject _document;
    private readonly FunctionInstead? _instead;

    /// <param name="converter">What makes it.</param>
    /// <param name="path">Full path of the file.</param>
    /// <param name="document">The model definition.</param>
    /// <param name="instead">What runs where it cannot be made; null for nothing.</param>
    internal PendingConversion(INetworkConverter converter, string path, JsonObject document, FunctionInstead? instead) =>
        (_converter, _path, _document, _instead) = (converter, path, document, instead);

    /// <summary>Makes it, beside the file. That may take long.</summary>
    /// <exception cref="ModelPackageException">
    /// No network that computes the same can be made of the file, and the package's Python raster function may not run in its place; the text says why and what to do.
    /// </exception>
    public void Run()
    {
        try
        {
            _converter.Convert(_path, _document);
        }
        catch (ModelPackageException refusal) when (_instead is not null)
        {
            _instead.Take(refusal, hasNetwork: true);
        }
    }
}
