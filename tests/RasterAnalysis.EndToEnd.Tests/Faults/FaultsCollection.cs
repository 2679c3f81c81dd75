namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>Tests that kill, starve and hang processes run alone: what is killed every second must get the machine for that second.</summary>
[CollectionDefinition("Faults", DisableParallelization = true)]
public sealed class FaultsCollection;
