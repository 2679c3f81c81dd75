using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// A small job from its plan to its result, which is thrown away: whoever has the first real one finds the libraries loaded and the code compiled. Compiling alone took a second of the first job
/// of a service (<c>docs/operations/speed.md</c>).
/// </summary>
internal static class Rehearsal
{
    private const int Side = 64;

    private const string Definition =
        """
        {"Framework": "Onnx", "ModelType": "ImageClassification", "ModelFile": "rehearsal.onnx", "ImageHeight": 64, "ImageWidth": 64, "ExtractBands": [0],
         "Classes": [{"Value": 0, "Name": "a", "Color": [0, 0, 0]}, {"Value": 1, "Name": "b", "Color": [1, 1, 1]}]}
        """;

    /// <summary>Rehearses.</summary>
    /// <param name="answer">Answers requests, as those of a service.</param>
    /// <exception cref="RasterAnalysisException">What jobs would fail with.</exception>
    public static void Run(Func<InstanceRequest, object> answer)
    {
        var folder = InstanceScratch.Make();
        try
        {
            string PathOf(string name) => Path.Combine(folder, name);
            var package = Directory.CreateDirectory(PathOf("package")).FullName;
            File.WriteAllBytes(Path.Combine(package, "rehearsal.onnx"), RehearsalNetwork.Write());
            File.WriteAllText(Path.Combine(package, "rehearsal.emd"), Definition);
            var grid = new RasterGrid(new RasterSize(Side, Side), GeoTransform.Identity, null);
            SectionRasterWriter.Write(PathOf("raster.tif"), grid, PixelType.U8, new byte[Side * Side]);

            Ask(new InstanceRequest.DescribeRaster(PathOf("raster.tif"), IsTrusted: false));
            var (tool, plan, nothing) = (ClassifyPixelsTool.TaskName, PathOf("plan.json"), new Dictionary<string, string>());
            Ask(new InstanceRequest.Plan(tool, plan, PathOf("raster.tif"), IsTrusted: false, package, GivenArguments.Read(nothing, []), new AnalysisContext(), null, null));
            var section = (SectionResult)Ask(new InstanceRequest.RunSection(tool, plan, 0, PathOf("section.tif")));
            Ask(new InstanceRequest.Assemble(tool, plan, [PathOf("section.tif")], section.Outcome, nothing, PathOf("result.tif")));
            Ask(new InstanceRequest.Release());
        }
        finally
        {
            InstanceScratch.Delete(folder);
        }

        // over the same way as a line from the service, and back
        object Ask(InstanceRequest request)
        {
            var value = answer(KindJson.Read<InstanceRequest>(KindJson.Write(request)));
            RequestLoop.Result(value);
            return value;
        }
    }
}
