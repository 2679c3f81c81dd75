namespace RasterAnalysis.Pipeline;

/// <summary>Runs batches of tiles through the network, and says what it gave for each.</summary>
/// <remarks>Not thread-safe, but what it gave for a batch may be taken while the next one runs, unless <see cref="KeepsOneResult"/>.</remarks>
internal interface ITileRunner
{
    /// <summary>Elements of one tile's input.</summary>
    int TensorLength { get; }

    /// <summary>Whether a run's result is gone with the next run, rather than with the one after.</summary>
    bool KeepsOneResult { get; }

    /// <summary>Runs the tiles of a batch, and notes with it what they gave.</summary>
    /// <exception cref="Inference.InferenceException">The network fails, or gives what does not belong to its tiles.</exception>
    void Run(TileBatch batch);

    /// <summary>What a batch that has run gave for one of its tiles.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="place">Place of the tile.</param>
    TileScores ScoresOf(TileBatch batch, int place);
}
