namespace RasterAnalysis.Finiteness;

/// <summary>A node of a network that may make NaN or infinity of finite numbers, where a later node would hide it from whoever looks at the scores.</summary>
/// <param name="Node">The node, for messages: its operator and its name.</param>
/// <param name="Tensor">What it makes.</param>
/// <param name="Cause">What must have happened where it did, for messages, for example <c>a division by zero</c>.</param>
/// <param name="HiddenBy">The first node behind it that may return a number for one that is none, for messages.</param>
/// <param name="CountsInfinity">Whether infinities are met too: later arithmetic may make NaN of them.</param>
/// <param name="Reduced">
/// Axes along which elements are looked at together, so that the answer has a batch, rows and columns, or a batch alone; empty where the tensor has no others. Null: all elements of a run together.
/// </param>
/// <param name="Rows">Which of the tile's rows an element stands for; null where elements cannot be found on the tile, and stand for all of it.</param>
/// <param name="Columns">The same for columns; null exactly where <paramref name="Rows"/> is.</param>
/// <param name="After">Places in the list of the watched nodes whose results it computes with: what they made is theirs.</param>
public sealed record WatchedNode(
    string Node, string Tensor, string Cause, string HiddenBy, bool CountsInfinity, IReadOnlyList<int>? Reduced, WatchedAxis? Rows, WatchedAxis? Columns, IReadOnlyList<int> After);
