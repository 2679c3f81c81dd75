using RasterAnalysis.TestWorker;
using RasterAnalysis.Worker.Commands;

// the shipped worker's own processing instance, and before each of its requests the fault that a test has planted
return args is ["process"] ? ProcessCommand.Run(PlantedFault.FromEnvironment().Strike) : 64;
