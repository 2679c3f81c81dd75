using System.ComponentModel;
using System.Text.Json.Nodes;
using RasterAnalysis.Gdal;
using RasterAnalysis.Models.PythonFunctions;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Worker.Python;

namespace RasterAnalysis.Worker.RasterFunctions;

/// <summary>The process in which one Python raster function runs (<c>raster_function.py</c>, which confines itself first), and its copy of the package.</summary>
/// <remarks>Not thread-safe. After a failure it is over.</remarks>
internal sealed class FunctionProcess : IDisposable
{
    private static readonly string Script = Path.Combine(ConfinedPython.Scripts, "raster_function.py");
    private readonly PythonSettings _settings;
    private readonly FunctionFolder _folder;
    private readonly ConfinedPython _python;
    private readonly RasterFunctionCall _call;
    private readonly string _name;

    private FunctionProcess(PythonSettings settings, FunctionFolder folder, ConfinedPython python, RasterFunctionCall call) =>
        (_settings, _folder, _python, _call, _name) = (settings, folder, python, call, Path.GetFileName(call.Function));

    /// <summary>Starts a process; it has said nothing yet.</summary>
    /// <param name="settings">Which Python, and what it may take.</param>
    /// <param name="path">Full path of the function's file.</param>
    /// <param name="call">How it is called.</param>
    /// <param name="block">The memory that pixels go through.</param>
    /// <param name="threads">Threads that its libraries may use.</param>
    /// <exception cref="FunctionException">There is no Python.</exception>
    public static FunctionProcess Start(PythonSettings settings, string path, RasterFunctionCall call, SealedMemory block, int threads)
    {
        var package = call.FolderOf(path);
        var folder = FunctionFolder.Copy(package);
        try
        {
            var python = block.Inherit(() => ConfinedPython.Start(settings.Interpreter, Script, [], folder.Path));
            var process = new FunctionProcess(settings, folder, python, call);
            process.Write(new JsonObject
            {
                ["package"] = folder.Path,
                ["original"] = package,
                ["function"] = call.Function,
                ["definition"] = call.Definition,
                ["modules"] = new JsonArray([.. settings.ModulePaths.Select(module => JsonValue.Create(module))]),
                ["arguments"] = new JsonObject(call.Arguments.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
                ["raster"] = Raster(call.Raster),
                ["block"] = block.FileNumber,
                ["memory"] = settings.MaxMemory,
                ["threads"] = threads,
                ["confined"] = settings.Mode != PythonFunctionMode.Unconfined,
            });
            return process;
        }
        catch (Win32Exception exception)
        {
            folder.Dispose();
            throw new FunctionException($"There is no Python to run it: '{settings.Interpreter}' (RasterAnalysis__PythonFunctions__Interpreter) cannot be started. {exception.Message}.", exception);
        }
    }

    /// <summary>Waits until the function has said how it wants its blocks.</summary>
    /// <exception cref="FunctionException">It failed.</exception>
    /// <exception cref="InvalidRequestException">An argument of the user is at fault.</exception>
    public FunctionConfiguration Configure()
    {
        var reply = Ask(null, _settings.StartTime, "RasterAnalysis__PythonFunctions__StartTime");
        try
        {
            return reply.Configuration(_call);
        }
        catch (InvalidDataException exception)
        {
            throw new FunctionException(new FunctionReply { Error = exception.Message }.Fault(_name), exception);
        }
    }

    /// <summary>Says what every block will be.</summary>
    /// <param name="configuration">What <see cref="Configure"/> gave.</param>
    /// <param name="bands">Its bands.</param>
    /// <param name="type">The type in which the function gets them.</param>
    /// <param name="block">Where in the memory they will lie.</param>
    /// <exception cref="FunctionException">It failed.</exception>
    public void Prepare(FunctionConfiguration configuration, int bands, PixelType type, FunctionBlock block) => Ask(
        new JsonObject
        {
            ["bands"] = bands, ["rows"] = configuration.BlockRows, ["columns"] = configuration.BlockColumns, ["padding"] = configuration.Padding, ["pixelType"] = Code(type),
            ["validity"] = block.ValidityOffset, ["output"] = block.OutputOffset,
        },
        _settings.StartTime, "RasterAnalysis__PythonFunctions__StartTime");

    /// <summary>Has the block in the memory classified.</summary>
    /// <param name="core">Window of its core in the processing grid.</param>
    /// <param name="extent">The same in map units.</param>
    /// <exception cref="FunctionException">It failed.</exception>
    public void Run(PixelWindow core, Extent extent) => Ask(
        new JsonObject { ["x"] = core.ColumnOffset, ["y"] = core.RowOffset, ["extent"] = Array(extent) }, _settings.BlockTime, "RasterAnalysis__PythonFunctions__BlockTime");

    public void Dispose()
    {
        _python.Dispose();
        _folder.Dispose();
    }

    private void Write(JsonObject message)
    {
        try
        {
            _python.WriteLine(message.ToJsonString());
        }
        catch (IOException)
        {
            // it has ended: why, its answer or its last words tell
        }
    }

    private FunctionReply Ask(JsonObject? message, TimeSpan limit, string setting)
    {
        if (message is not null)
        {
            Write(message);
        }

        FunctionReply reply;
        try
        {
            reply = FunctionReply.Read(_python.ReadLine(limit) ?? throw new FunctionException(Ended()));
        }
        catch (TimeoutException exception)
        {
            throw new FunctionException(new FunctionReply { Error = $"it took longer than {limit.TotalSeconds:0.#} seconds ({setting}) and was ended" }.Fault(_name), exception);
        }
        catch (InvalidDataException exception)
        {
            throw new FunctionException(new FunctionReply { Error = exception.Message }.Fault(_name), exception);
        }

        return reply switch
        {
            { Argument: { } argument, Error: { } fault } => throw new InvalidRequestException($"modelArguments.{argument}", fault),
            { Error: not null } => throw new FunctionException(reply.Fault(_name)),
            _ => reply,
        };
    }

    private string Ended()
    {
        var words = _python.LastWords.Split('\n')[^1];
        return new FunctionReply { Error = $"its process ended without an answer{(words.Length > 0 ? $", after it had printed: {words}" : "")}" }.Fault(_name);
    }

    private static JsonObject Raster(FunctionRaster raster)
    {
        var (x, y) = raster.Transform.CellSize;
        return new JsonObject
        {
            ["columns"] = raster.Columns,
            ["rows"] = raster.Rows,
            ["bands"] = raster.Bands,
            ["pixelType"] = Code(raster.PixelType),
            ["noData"] = raster.NoData is { } value && double.IsFinite(value) ? value : null,
            ["cellSize"] = new JsonArray(x, y),
            ["extent"] = Array(raster.ExtentOf(new PixelWindow(0, 0, raster.Columns, raster.Rows))),
            ["wkid"] = raster.Wkid,
        };
    }

    private static JsonArray Array(Extent extent) => [extent.XMin, extent.YMin, extent.XMax, extent.YMax];

    /// <summary>numpy's code of a type, which is ArcGIS's too. numpy has wider integers, ArcGIS has not.</summary>
    private static string Code(PixelType type) => type switch
    {
        PixelType.U8 => "u1",
        PixelType.S8 => "i1",
        PixelType.U16 => "u2",
        PixelType.S16 => "i2",
        PixelType.U32 => "u4",
        PixelType.S32 => "i4",
        PixelType.F32 => "f4",
        _ => "f8",
    };
}
