namespace RasterAnalysis.Models;

/// <summary>How large a package may be. A package over a limit is refused before anything of it is kept.</summary>
public sealed record ModelPackageLimits
{
    /// <summary>The defaults.</summary>
    public static ModelPackageLimits Default { get; } = new();

    /// <summary>Entries in the archive.</summary>
    /// <value>Default 10 000.</value>
    public int MaxEntries { get; init; } = 10_000;

    /// <summary>Bytes of all entries together, unpacked.</summary>
    /// <value>Default 16 GiB.</value>
    public long MaxUnpackedBytes { get; init; } = 16L << 30;

    /// <summary>Bytes of the model definition.</summary>
    /// <value>Default 16 MiB.</value>
    public long MaxDefinitionBytes { get; init; } = 16L << 20;

    /// <summary>Unpacked over packed bytes of the whole archive; trained weights hardly compress, so a high ratio means a zip bomb.</summary>
    /// <value>Default 100, looked at from 64 MiB unpacked.</value>
    public double MaxRatio { get; init; } = 100;

    /// <summary>Unpacked size from which <see cref="MaxRatio"/> is looked at.</summary>
    public long RatioFloorBytes { get; init; } = 64L << 20;
}
