namespace RasterAnalysis.Api.Tests;

/// <summary>Tests beside which no other host may live: what measures in one process is heard by everybody in it who listens for the name, so hosts would see each other's metrics.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
