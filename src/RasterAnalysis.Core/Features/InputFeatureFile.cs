using System.Text.Json;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Features;

/// <summary>
/// Features on their way to a tool, in a file of a job: the first line is their coordinate system, or empty for the raster's; each further one is a feature, as JSON. They are never in memory
/// together.
/// </summary>
/// <remarks>One thread at a time. Disposed of without <see cref="Complete"/> it leaves no file behind.</remarks>
public sealed class InputFeatureFile : IDisposable
{
    private readonly string _path;
    private readonly string _part;
    private readonly StreamWriter _writer;
    private bool _isComplete;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where; it appears complete or not at all.</param>
    /// <param name="reference">Coordinate system of all features; null for the raster's.</param>
    public InputFeatureFile(string path, SpatialReference? reference)
    {
        (_path, _part) = (path, $"{path}.{Guid.NewGuid():N}.part");
        _writer = new StreamWriter(_part);
        _writer.WriteLine(reference is null ? "" : PlanJson.Write(reference));
    }

    /// <summary>Adds a feature.</summary>
    public void Append(InputFeature feature) => _writer.WriteLine(PlanJson.Write(feature));

    /// <summary>Makes the file appear.</summary>
    public void Complete()
    {
        _writer.Dispose();
        File.Move(_part, _path, overwrite: true);
        _isComplete = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isComplete)
        {
            _writer.Dispose();
            File.Delete(_part);
        }
    }

    /// <summary>Coordinate system of the features of a file; null for the raster's.</summary>
    /// <exception cref="RasterAccessException">It holds no features.</exception>
    public static SpatialReference? ReferenceOf(string path)
    {
        using var reader = new StreamReader(path);
        return reader.ReadLine() is { Length: > 0 } line ? Parse<SpatialReference>(line, path) : null;
    }

    /// <summary>Reads the features of a file one by one.</summary>
    /// <exception cref="RasterAccessException">It holds something else.</exception>
    public static IEnumerable<InputFeature> Read(string path)
    {
        using var reader = new StreamReader(path);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return Parse<InputFeature>(line, path);
        }
    }

    private static T Parse<T>(string line, string path)
    {
        try
        {
            return PlanJson.Read<T>(line);
        }
        catch (JsonException exception)
        {
            throw new RasterAccessException($"The job's features '{Path.GetFileName(path)}' are damaged; submit the job again.", isTransient: false, exception);
        }
    }
}
