using RasterAnalysis.PixelNetworks;

namespace RasterAnalysis.Models;

/// <summary>Finds which class each label of a network over pixels stands for.</summary>
internal static class PixelClassRules
{
    private const int MostNamed = 10;

    /// <summary>Chooses.</summary>
    /// <exception cref="ModelPackageException">A label is no class.</exception>
    public static PixelClasses Choose(PixelNetwork network, ModelDefinition definition)
    {
        if (network.Kind == PixelOutput.Scores)
        {
            return Scores(network.Labels, definition);
        }

        if (network.Labels is { } labels)
        {
            var values = ValuesOf(labels, definition);

            // what is no classifier's own label is looked up by its place or its text, or is the value already
            return network.Classifier is null && labels.Numbers is { } numbers
                ? new PixelClasses(numbers.SequenceEqual(values) ? null : values) : new PixelClasses(values, labels.Texts);
        }

        return network.Kind == PixelOutput.Label ? new PixelClasses()
            : new PixelClasses([.. definition.Classes.Select(c => c.Value)], [.. definition.Classes.Select(c => c.Name)]);
    }

    private static PixelClasses Scores(PixelLabels? labels, ModelDefinition definition)
    {
        if (labels is null || labels.Count < 2)
        {
            return new PixelClasses();
        }

        var values = ValuesOf(labels, definition);
        var wanted = definition.Classes.Select(c => c.Value).ToArray();
        if (wanted.Length != labels.Count)
        {
            throw new ModelPackageException(
                $"The network has scores for {labels.Count} labels, but the .emd lists {wanted.Length} classes; list one class for each label, or read the label (OutputName).");
        }

        // channels of classes 0 to n−1 are their numbers, whatever the order of the list
        if (wanted.Order().SequenceEqual(Enumerable.Range(0, wanted.Length).Select(i => (long)i)))
        {
            Array.Sort(wanted);
        }

        int[] order = [.. wanted.Select(value => Array.IndexOf(values, value))];
        return new PixelClasses(Order: order.SequenceEqual(Enumerable.Range(0, order.Length)) ? null : order, Channels: order.Length);
    }

    /// <summary>By text a label is a class's name, by number its value; numbers from 0 on may be places of the list.</summary>
    private static long[] ValuesOf(PixelLabels labels, ModelDefinition definition)
    {
        var classes = definition.Classes;
        if (labels.Texts is { } texts)
        {
            RefuseDoubled(texts.Select(text => $"'{text}'"));
            var found = texts.Select(text => (Text: text, Class: ByName(classes, text))).ToArray();
            return found.All(pair => pair.Class is not null) ? [.. found.Select(pair => pair.Class!.Value)] : throw new ModelPackageException(
                $"The network's labels {List(found.Where(pair => pair.Class is null).Select(pair => $"'{pair.Text}'"))} are no Name of Classes ({List(classes.Select(c => $"'{c.Name}'"))}); list a class for each label.");
        }

        var numbers = labels.Numbers!;
        RefuseDoubled(numbers.Select(number => $"{number}"));
        var unknown = numbers.Where(number => classes.All(c => c.Value != number)).ToArray();
        if (unknown.Length == 0)
        {
            return [.. numbers];
        }

        // labels 0 to n−1 are places of the list
        return numbers.Count == classes.Count && numbers.SequenceEqual(Enumerable.Range(0, numbers.Count).Select(i => (long)i))
            ? [.. classes.Select(c => c.Value)]
            : throw new ModelPackageException(
                $"The network's labels {List(unknown.Select(number => $"{number}"))} are no Value of Classes ({List(classes.Select(c => $"{c.Value}"))}); list a class for each label.");
    }

    private static ClassDefinition? ByName(IReadOnlyList<ClassDefinition> classes, string text) =>
        classes.FirstOrDefault(c => c.Name == text) ?? classes.FirstOrDefault(c => c.Name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));

    private static void RefuseDoubled(IEnumerable<string> labels)
    {
        if (labels.GroupBy(label => label).FirstOrDefault(group => group.Count() > 1) is { } doubled)
        {
            throw new ModelPackageException($"The network has the label {doubled.Key} more than once.");
        }
    }

    private static string List(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return string.Join(", ", all.Take(MostNamed)) + (all.Length > MostNamed ? $" and {all.Length - MostNamed} more" : "");
    }
}
