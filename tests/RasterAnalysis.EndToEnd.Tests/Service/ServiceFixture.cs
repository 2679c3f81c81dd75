[assembly: AssemblyFixture(typeof(RasterAnalysis.EndToEnd.Tests.Service.ServiceProcess))]
