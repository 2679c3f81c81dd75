using RasterAnalysis.Onnx;

namespace RasterAnalysis.PixelNetworks;

/// <summary>
/// Checks the trees of a forest before they are run: ONNX Runtime follows whatever their lists say. Lists are those of
/// https://github.com/onnx/onnx/blob/main/docs/Operators-ml.md#ai.onnx.ml.TreeEnsembleClassifier.
/// </summary>
/// <param name="node">A <c>TreeEnsembleClassifier</c> or <c>TreeEnsembleRegressor</c>.</param>
/// <param name="trees">Its lists.</param>
/// <param name="bands">Bands of a row.</param>
internal sealed class TreeChecks(OnnxNode node, TreeLists trees, int bands)
{
    private const string Leaf = "LEAF";

    private static readonly HashSet<string> Modes = new(StringComparer.Ordinal)
    {
        Leaf, "BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ",
    };

    private readonly Dictionary<(long Tree, long Node), int> _places = [];

    /// <summary>Checks.</summary>
    /// <param name="network">The network.</param>
    /// <param name="file">Its file.</param>
    /// <param name="bands">Bands of a row.</param>
    /// <exception cref="OnnxFormatException">The trees are no trees; the text names the list, the place in it, and what is wrong.</exception>
    public static void CheckAll(OnnxModel network, byte[] file, int bands)
    {
        foreach (var node in network.Graph.Nodes.Where(node => node.Operator is "ai.onnx.ml.TreeEnsembleClassifier" or "ai.onnx.ml.TreeEnsembleRegressor"))
        {
            new TreeChecks(node, TreeLists.Read(node, file), bands).Check();
        }
    }

    private void Check()
    {
        CheckLengths();
        for (var i = 0; i < trees.Count; i++)
        {
            if (!_places.TryAdd((trees.TreeIds[i], trees.NodeIds[i]), i))
            {
                throw Fail("nodes_nodeids", i, $"the tree {trees.TreeIds[i]} has the node {trees.NodeIds[i]} twice");
            }
        }

        CheckBranches();
        CheckLeaves();
    }

    private void CheckLengths()
    {
        foreach (var (name, count) in new[]
        {
            ("nodes_treeids", trees.TreeIds.Count), ("nodes_featureids", trees.Features.Count), ("nodes_modes", trees.Modes.Count), ("nodes_truenodeids", trees.True.Count),
            ("nodes_falsenodeids", trees.False.Count), ("nodes_values", trees.HasOtherValues ? trees.Count : trees.Values.Count),
        })
        {
            if (count != trees.Count)
            {
                throw new OnnxFormatException($"{node}: {name} has {count} elements and nodes_nodeids {trees.Count}; they describe the same nodes.");
            }
        }

        if (trees.Count == 0)
        {
            throw new OnnxFormatException($"{node} has no trees: nodes_nodeids is empty.");
        }
    }

    /// <summary>From the one root of a tree each of its nodes is reached on one way.</summary>
    private void CheckBranches()
    {
        var hasParent = new bool[trees.Count];
        for (var i = 0; i < trees.Count; i++)
        {
            if (!Modes.Contains(trees.Modes[i]))
            {
                throw Fail("nodes_modes", i, $"'{Shown(trees.Modes[i])}' is no mode of a tree's node");
            }

            if (trees.Modes[i] == Leaf)
            {
                continue;
            }

            if (trees.Features[i] < 0 || trees.Features[i] >= bands)
            {
                throw Fail("nodes_featureids", i, $"{trees.Features[i]} is no band of {bands}, counted from 0");
            }

            if (!trees.HasOtherValues && float.IsNaN(trees.Values[i]))
            {
                throw Fail("nodes_values", i, "the threshold is no number");
            }

            foreach (var (name, child) in new[] { ("nodes_truenodeids", trees.True[i]), ("nodes_falsenodeids", trees.False[i]) })
            {
                if (!_places.TryGetValue((trees.TreeIds[i], child), out var place))
                {
                    throw Fail(name, i, $"the tree {trees.TreeIds[i]} has no node {child}");
                }

                if (hasParent[place])
                {
                    throw Fail(name, i, $"the node {child} of the tree {trees.TreeIds[i]} is below another one already");
                }

                hasParent[place] = true;
            }
        }

        CheckReach(hasParent);
    }

    private void CheckReach(bool[] hasParent)
    {
        var (reached, roots) = (0, new HashSet<long>());
        var open = new Stack<int>();
        for (var i = 0; i < trees.Count; i++)
        {
            if (hasParent[i])
            {
                continue;
            }

            if (!roots.Add(trees.TreeIds[i]))
            {
                throw Fail("nodes_nodeids", i, $"the tree {trees.TreeIds[i]} has a second root");
            }

            open.Push(i);
        }

        while (open.TryPop(out var at))
        {
            reached++;
            if (trees.Modes[at] != Leaf)
            {
                open.Push(_places[(trees.TreeIds[at], trees.True[at])]);
                open.Push(_places[(trees.TreeIds[at], trees.False[at])]);
            }
        }

        if (reached != trees.Count)
        {
            throw new OnnxFormatException($"{node}: {trees.Count - reached} nodes lie in a circle or below one: nodes_truenodeids and nodes_falsenodeids must make trees.");
        }
    }

    private void CheckLeaves()
    {
        var prefix = trees.Prefix;
        foreach (var (name, count) in new[]
        {
            ("treeids", trees.LeafTrees.Count), ("ids", trees.LeafTargets.Count), ("weights", trees.HasOtherWeights ? trees.LeafNodes.Count : trees.LeafWeights.Count),
        })
        {
            if (count != trees.LeafNodes.Count)
            {
                throw new OnnxFormatException($"{node}: {prefix}_{name} has {count} elements and {prefix}_nodeids {trees.LeafNodes.Count}; they describe the same leaves.");
            }
        }

        for (var i = 0; i < trees.LeafNodes.Count; i++)
        {
            if (!_places.TryGetValue((trees.LeafTrees[i], trees.LeafNodes[i]), out var place) || trees.Modes[place] != Leaf)
            {
                throw Fail($"{prefix}_nodeids", i, $"the tree {trees.LeafTrees[i]} has no leaf {trees.LeafNodes[i]}");
            }

            if (trees.LeafTargets[i] < 0 || trees.LeafTargets[i] >= trees.Targets)
            {
                throw Fail($"{prefix}_ids", i, $"{trees.LeafTargets[i]} is none of {trees.Targets}, counted from 0");
            }

            if (!trees.HasOtherWeights && !float.IsFinite(trees.LeafWeights[i]))
            {
                throw Fail($"{prefix}_weights", i, "the weight is no number");
            }
        }
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private OnnxFormatException Fail(string list, int place, string what) => new($"{node}: {list}[{place}]: {what}.");
}
