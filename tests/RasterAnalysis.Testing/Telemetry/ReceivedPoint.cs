namespace RasterAnalysis.Testing.Telemetry;

/// <summary>A value of a metric as a collector gets it.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Unit">Its unit in UCUM.</param>
/// <param name="Attributes">Attributes of the value.</param>
/// <param name="Value">The value; of a histogram the sum.</param>
/// <param name="Count">Of a histogram the count; else 0.</param>
public sealed record ReceivedPoint(string Metric, string Unit, IReadOnlyDictionary<string, string> Attributes, double Value, long Count);
