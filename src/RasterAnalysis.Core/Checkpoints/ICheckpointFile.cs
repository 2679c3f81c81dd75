namespace RasterAnalysis.Checkpoints;

/// <summary>One of the two layouts in which torch writes checkpoints.</summary>
internal interface ICheckpointFile : IDisposable
{
    /// <summary>What was saved.</summary>
    object? Root { get; }

    /// <summary>Opens the bytes of a storage, little-endian, as long as its elements take.</summary>
    /// <exception cref="CheckpointFormatException">It is not in the file, or not as long as it says.</exception>
    Stream OpenStorage(CheckpointStorage storage);
}
