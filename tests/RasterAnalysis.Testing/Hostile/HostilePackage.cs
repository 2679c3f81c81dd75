namespace RasterAnalysis.Testing.Hostile;

/// <summary>A file as a stranger may upload it for a model package.</summary>
/// <param name="What">What is wrong with it, and its number.</param>
/// <param name="FileName">Name that the client gives it.</param>
/// <param name="Content">The file.</param>
public sealed record HostilePackage(string What, string FileName, byte[] Content)
{
    /// <inheritdoc/>
    public override string ToString() => What;
}
