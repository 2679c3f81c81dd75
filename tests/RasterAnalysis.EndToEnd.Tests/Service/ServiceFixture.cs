[assembly: AssemblyFixture(typeof(RasterAnalysis.EndToEnd.Tests.Service.SharedService))]
