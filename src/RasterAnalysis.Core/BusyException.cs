namespace RasterAnalysis;

/// <summary>Too much is asked for at once; the same request may well work a little later.</summary>
public sealed class BusyException(string message) : RasterAnalysisException("busy", message, isTransient: true);
