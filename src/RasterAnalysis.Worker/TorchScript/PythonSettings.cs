namespace RasterAnalysis.Worker.TorchScript;

/// <summary>Settings of section <c>RasterAnalysis:PythonFunctions</c> that conversions read.</summary>
internal sealed record PythonSettings
{
    /// <summary>Full path of the Python that converts TorchScript; empty for none.</summary>
    /// <value>Default <c>/usr/bin/python3</c>.</value>
    public string Interpreter { get; init; } = "/usr/bin/python3";

    /// <summary>How long one conversion may take. The whole trial of a package has <c>Worker:TrialTime</c>, which is to be longer.</summary>
    /// <value>Default 45 seconds.</value>
    public TimeSpan ConversionTime { get; init; } = TimeSpan.FromSeconds(45);
}
