namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>The parts of a Python file that matter here: literals under names of the module, and the methods of one name.</summary>
internal sealed class PythonModule
{
    private const int MaxMethods = 20;

    private PythonModule(IReadOnlyDictionary<string, PythonValue> names, IReadOnlyList<PythonMethod> methods) => (Names, Methods) = (names, methods);

    /// <summary>Literals that the module gives a name once and for all.</summary>
    public IReadOnlyDictionary<string, PythonValue> Names { get; }

    /// <summary>The methods of the name that was asked for, in order.</summary>
    public IReadOnlyList<PythonMethod> Methods { get; }

    /// <summary>Takes a file apart.</summary>
    public static PythonModule Of(IReadOnlyList<PythonLine> lines, string methodName)
    {
        var methods = new List<PythonMethod>();
        var classes = new Stack<(int Indent, string Name)>();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            while (classes.TryPeek(out var outer) && line.Indent <= outer.Indent)
            {
                classes.Pop();
            }

            if (line.Tokens is [var keyword, { Kind: PythonTokenKind.Name } name, ..] && keyword.IsName("class"))
            {
                classes.Push((line.Indent, name.Text));
            }
            else if (line.Tokens is [var def, var found, ..] && def.IsName("def") && found.IsName(methodName) && methods.Count < MaxMethods && classes.TryPeek(out var owner))
            {
                methods.Add(new PythonMethod(owner.Name, ParametersOf(line), BodyOf(lines, i)));
            }
        }

        return new PythonModule(NamesOf(lines), methods);
    }

    /// <summary>Where the colon lies that ends the header of a block; −1 when the line has none.</summary>
    public static int ColonOf(PythonLine line)
    {
        var (depth, lambdas) = (0, 0);
        for (var i = 0; i < line.Tokens.Count; i++)
        {
            switch (line.Tokens[i])
            {
                case { Kind: PythonTokenKind.Operator, Text: "(" or "[" or "{" }:
                    depth++;
                    break;
                case { Kind: PythonTokenKind.Operator, Text: ")" or "]" or "}" }:
                    depth--;
                    break;
                case { Kind: PythonTokenKind.Name, Text: "lambda" } when depth == 0:
                    lambdas++;
                    break;
                case { Kind: PythonTokenKind.Operator, Text: ":" } when depth == 0 && lambdas-- == 0:
                    return i;
            }
        }

        return -1;
    }

    private static List<PythonLine> BodyOf(IReadOnlyList<PythonLine> lines, int header)
    {
        var body = new List<PythonLine>();
        var colon = ColonOf(lines[header]);
        if (colon >= 0 && colon + 1 < lines[header].Tokens.Count)
        {
            body.Add(new PythonLine(lines[header].Indent + 1, [.. lines[header].Tokens.Skip(colon + 1)]));
        }

        for (var i = header + 1; i < lines.Count && lines[i].Indent > lines[header].Indent; i++)
        {
            body.Add(lines[i]);
        }

        return body;
    }

    /// <summary>Names between commas at the top of the parentheses, without annotations and defaults.</summary>
    private static List<string> ParametersOf(PythonLine line)
    {
        var names = new List<string>();
        for (var (i, depth) = (2, 0); i < line.Tokens.Count; i++)
        {
            var token = line.Tokens[i];
            if (token is { Kind: PythonTokenKind.Operator, Text: "(" or "[" or "{" })
            {
                depth++;
            }
            else if (token is { Kind: PythonTokenKind.Operator, Text: ")" or "]" or "}" } && --depth == 0)
            {
                break;
            }

            if (depth == 1 && (token.Is("(") || token.Is(",")) && i + 1 < line.Tokens.Count && line.Tokens[i + 1] is { Kind: PythonTokenKind.Name } name)
            {
                names.Add(name.Text);
            }
        }

        return [.. names.Skip(1)];
    }

    private static Dictionary<string, PythonValue> NamesOf(IReadOnlyList<PythonLine> lines)
    {
        // a name that is given a value in more than one place may hold either
        var assigned = lines.Where(IsAssignment).GroupBy(line => line.Tokens[0].Text, StringComparer.Ordinal).Where(group => group.Count() == 1)
            .Select(group => group.Single()).Where(line => line.Indent == 0 && line.Tokens[1].Is("="));
        var names = new Dictionary<string, PythonValue>(StringComparer.Ordinal);
        foreach (var line in assigned)
        {
            names[line.Tokens[0].Text] = new PythonExpressionReader(line.Tokens, 2, names).ReadToEnd();
        }

        return names;
    }

    private static bool IsAssignment(PythonLine line) => line.Tokens is [{ Kind: PythonTokenKind.Name }, { Kind: PythonTokenKind.Operator } sign, _, ..]
        && (sign.Text is "=" or ":" or "." or "[" || sign.Text is [_, .., '='] and not ("==" or "!=" or "<=" or ">="));
}
