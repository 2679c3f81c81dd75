namespace RasterAnalysis.Narrowing;

/// <summary>A margin that one node of a network no longer takes from one of its inputs.</summary>
/// <param name="Node">Place of the node in the graph, from 0.</param>
/// <param name="Input">Place of the input among the node's inputs, from 0.</param>
/// <param name="RowsAxis">The tensor's axis that runs along the rows.</param>
/// <param name="ColumnsAxis">The tensor's axis that runs along the columns.</param>
/// <param name="Rows">Elements that are cut off at both ends of the rows' axis.</param>
/// <param name="Columns">Elements that are cut off at both ends of the columns' axis.</param>
public sealed record NetworkCut(int Node, int Input, int RowsAxis, int ColumnsAxis, int Rows, int Columns);
