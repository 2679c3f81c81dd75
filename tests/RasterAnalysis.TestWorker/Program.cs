using RasterAnalysis.TestWorker;
using RasterAnalysis.Worker.Commands;

if (args is not ["process"])
{
    return 64;
}

// the shipped worker's own processing instance, and before each of its requests the faults that a test has planted
var faults = PlantedFault.FromEnvironment();
return ProcessCommand.Run(request =>
{
    foreach (var fault in faults)
    {
        fault.Strike(request);
    }
});
