namespace RasterAnalysis;

/// <summary>Base of the failures that a user is told about in words. Programming errors stay the runtime's own exceptions.</summary>
/// <param name="code">Stable word for programs, for example <c>invalid-request</c>; listed in <c>docs/reference/errors.md</c>.</param>
/// <param name="message">What is wrong and what would be right, for a person.</param>
/// <param name="isTransient">True when trying the same again may work: a lost connection, a process that was killed.</param>
/// <param name="innerException">The cause, if another exception brought this one about.</param>
public abstract class RasterAnalysisException(string code, string message, bool isTransient = false, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Stable word for programs.</summary>
    public string Code { get; } = code;

    /// <summary>Whether trying the same again may work.</summary>
    public bool IsTransient { get; } = isTransient;
}
