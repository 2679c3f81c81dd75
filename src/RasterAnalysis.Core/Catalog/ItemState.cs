namespace RasterAnalysis.Catalog;

/// <summary>How far an item is.</summary>
public enum ItemState
{
    /// <summary>It can be used.</summary>
    Ready,

    /// <summary>An ONNX network is still being made of its package. It becomes <see cref="Ready"/> or <see cref="Refused"/> by itself.</summary>
    Preparing,

    /// <summary>No network could be made of its package, or the one that was made cannot be used. It stays so, with its file, until it is deleted.</summary>
    Refused,
}
