namespace RasterAnalysis.Models;

/// <summary>What a model does, by <c>ModelType</c> of its definition.</summary>
public enum ModelTask
{
    /// <summary>Gives each pixel a class: <c>ImageClassification</c>.</summary>
    PixelClassification,

    /// <summary>Finds objects as boxes: <c>ObjectDetection</c>.</summary>
    ObjectDetection,

    /// <summary>Finds objects as boxes with a mask each: <c>InstanceSegmentation</c>, arcgis.learn's <c>InstanceDetection</c>.</summary>
    InstanceSegmentation,

    /// <summary>Gives the one object of a small image a class: <c>ObjectClassification</c>.</summary>
    ObjectClassification,
}
