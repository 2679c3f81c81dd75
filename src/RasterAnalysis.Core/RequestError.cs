namespace RasterAnalysis;

/// <summary>One fault of a request.</summary>
/// <param name="Field">Path of the faulty field as the user wrote it, for example <c>context.extent.xmin</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record RequestError(string Field, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Message}";
}
