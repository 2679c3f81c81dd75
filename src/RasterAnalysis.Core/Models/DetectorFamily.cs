namespace RasterAnalysis.Models;

/// <summary>How the outputs of a detector are laid out; values of the key <c>DetectorLayout</c>. c is the number of classes, n that of candidates.</summary>
public enum DetectorFamily
{
    /// <summary>
    /// YOLO v5 and v7: <c>[1, n, 5 + c]</c>, rows of centre, size, whether there is an object, scores of classes. With prototypes of masks <c>[1, n, 5 + c + m]</c> and <c>[1, m, h, w]</c>.
    /// </summary>
    YoloV5,

    /// <summary>YOLO v8, v9, v11: <c>[1, 4 + c, n]</c>, columns of centre, size, scores of classes.</summary>
    YoloV8,

    /// <summary>YOLO v8, v11 with rotated boxes: <c>[1, 4 + c + 1, n]</c>, the angle in radians last.</summary>
    YoloOriented,

    /// <summary>YOLO v8, v11 with masks: <c>[1, 4 + c + m, n]</c>, the weights of m prototypes last, and the prototypes <c>[1, m, h, w]</c>.</summary>
    YoloSegment,

    /// <summary>YOLO v10 and others that end with their own suppression: <c>[1, n, 6]</c>, rows of x1, y1, x2, y2, score, class.</summary>
    EndToEnd,

    /// <summary>
    /// torchvision's SSD, Faster and Mask R-CNN: <c>boxes [n, 4]</c>, <c>scores [n]</c>, <c>labels [n]</c>, maybe <c>masks [n, 1, h, w]</c>; label 0 is the
    /// background, label k the class at place k − 1.
    /// </summary>
    TorchVision,

    /// <summary>The same of a network whose label k is the class at place k, such as a RetinaNet that was trained with labels from 0 on.</summary>
    TorchVisionFromZero,

    /// <summary>DETR: <c>logits [1, n, c + 1]</c>, of which the last is for no object, and <c>boxes [1, n, 4]</c> of centre and size from 0 to 1.</summary>
    Detr,

    /// <summary>RT-DETR and Deformable DETR: <c>logits [1, n, c]</c>, each by itself, and <c>boxes [1, n, 4]</c> of centre and size from 0 to 1.</summary>
    RtDetr,
}
