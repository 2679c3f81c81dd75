namespace RasterAnalysis.Inference;

/// <summary>What the numbers of a network's output mean.</summary>
public enum OutputKind
{
    /// <summary>One score for each class; the highest wins. Logits and probabilities alike.</summary>
    Scores,

    /// <summary>One probability from 0 to 1 for the one class.</summary>
    Probability,

    /// <summary>One logit for the one class; its sigmoid is the probability.</summary>
    Logit,

    /// <summary>The class itself, already decided in the network.</summary>
    ClassIds,

    /// <summary>Whether it is the one class, already decided in the network: 0 or false for not, 1, 255 or the class's own value for yes.</summary>
    Mask,

    /// <summary>Objects: boxes and what is known of each, in several outputs perhaps; nothing of single pixels.</summary>
    Objects,
}
