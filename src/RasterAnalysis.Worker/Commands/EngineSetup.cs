using Microsoft.Extensions.Configuration;
using RasterAnalysis.Gdal;
using RasterAnalysis.Models;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Worker.Processing;
using RasterAnalysis.Worker.Python;
using RasterAnalysis.Worker.RasterFunctions;
using RasterAnalysis.Worker.TorchScript;

namespace RasterAnalysis.Worker.Commands;

/// <summary>Puts together what works on jobs in this process: GDAL, the runtimes and the tools, as the settings of the environment say.</summary>
internal static class EngineSetup
{
    /// <param name="configuration">The settings.</param>
    /// <param name="replies">Where pictures go; null where none is asked for.</param>
    /// <param name="pages">Where pages of other servers come from; null for nowhere.</param>
    /// <returns>What answers requests; the caller disposes of it.</returns>
    public static RequestHandler Start(IConfiguration configuration, ReplyWriter? replies = null, IPageSource? pages = null)
    {
        // before its library is loaded: left to itself it tells its makers of sessions and models (findings/onnxruntime-linux-telemetry.sh)
        NativeEnvironment.SetDefault("ORT_DISABLE_TELEMETRY", "1");
        var settings = configuration.GetSection("RasterAnalysis:OnnxRuntime").Get<OnnxRuntimeOptions>() ?? new OnnxRuntimeOptions();
        StartGdal(configuration);
        var python = configuration.GetSection("RasterAnalysis:PythonFunctions").Get<PythonSettings>() ?? new PythonSettings();
        var onnx = new OnnxNetworkRuntime(settings);
        INetworkRuntime[] all = python.Mode == PythonFunctionMode.Off ? [onnx] : [onnx, new PythonFunctionRuntime(python)];
        var runtimes = new NetworkRuntimes(all, [new CheckpointConverter(), new TorchScriptConverter(new TorchProgram(python), onnx)]);
        IToolSteps[] tools = [new ClassifyPixelsSteps(settings, runtimes, pages), new DetectObjectsSteps(settings, runtimes, pages), new ClassifyObjectsSteps(settings, runtimes, pages)];
        return new RequestHandler(settings, runtimes, tools, replies);
    }

    /// <summary>Gets GDAL ready, once for the process.</summary>
    /// <param name="configuration">The settings.</param>
    public static void StartGdal(IConfiguration configuration) => GdalRuntime.Initialize(configuration.GetSection("RasterAnalysis:Gdal").Get<GdalOptions>() ?? new GdalOptions());
}
