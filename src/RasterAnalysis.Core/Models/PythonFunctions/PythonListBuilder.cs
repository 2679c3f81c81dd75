namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>
/// Follows a method that builds a list of literals and returns it: assignments, <c>+=</c>, <c>append</c>, <c>extend</c>, <c>insert</c>, and entries set by
/// key. Branches are followed as if each were taken; loops are not followed. What is not understood stands in the list as
/// <see cref="PythonValue.Unreadable"/>.
/// </summary>
internal sealed class PythonListBuilder(PythonModule module, string methodName)
{
    private const int MaxItems = 1000;
    private const int MaxCalls = 8;
    private static readonly string[] Headers = ["if", "elif", "else", "try", "except", "finally", "with"];
    private static readonly string[] Ignored = ["pass", "raise", "assert", "del", "global", "nonlocal", "import", "from", "break", "continue"];

    // counted over all of a file: methods that call each other would else be followed for ever
    private int _calls;

    /// <summary>Follows a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="argument">What its first parameter holds; null for nothing.</param>
    /// <returns>What it returns, <see cref="PythonValue.None"/> for nothing.</returns>
    public PythonValue Follow(PythonMethod method, PythonValue? argument = null)
    {
        var names = new Dictionary<string, PythonValue>(module.Names, StringComparer.Ordinal);
        if (argument is not null && method.Parameters.Count > 0)
        {
            names[method.Parameters[0]] = argument;
        }

        var frame = new Frame(method, names);
        for (var i = 0; i < method.Body.Count; i++)
        {
            Line(frame, method.Body[i], method.Body[0].Indent, ref i);
        }

        return frame.Returned ?? new PythonValue.None();
    }

    private void Line(Frame frame, PythonLine line, int baseIndent, ref int i)
    {
        var first = line.Tokens[0];
        if (first.Is("@"))
        {
            return;
        }

        switch (first.Kind == PythonTokenKind.Name ? first.Text : "")
        {
            case "def" or "class" or "async":
                i = EndOfBlock(frame.Method.Body, i);
                break;
            case "for" or "while":
                var end = EndOfBlock(frame.Method.Body, i);
                SpoilWhatALoopTouches(frame, [.. frame.Method.Body.Skip(i).Take(end - i + 1)]);
                i = end;
                break;
            case var keyword when Headers.Contains(keyword):
                if (PythonModule.ColonOf(line) is >= 0 and var colon && colon + 1 < line.Tokens.Count)
                {
                    Statement(frame, [.. line.Tokens.Skip(colon + 1)], isBranch: true);
                }

                break;
            case var keyword when Ignored.Contains(keyword):
                break;
            default:
                Statement(frame, line.Tokens, isBranch: line.Indent > baseIndent);
                break;
        }
    }

    private void Statement(Frame frame, IReadOnlyList<PythonToken> tokens, bool isBranch)
    {
        switch (tokens)
        {
            case [var keyword, ..] when keyword.IsName("return"):
                var value = tokens.Count > 1 ? Value(frame, tokens, 1) : new PythonValue.None();
                frame.Return(value, isBranch);
                break;
            case [{ Kind: PythonTokenKind.Name } name, var sign, _, ..] when sign.Is("="):
                frame.Names[name.Text] = Value(frame, tokens, 2);
                break;
            case [{ Kind: PythonTokenKind.Name } name, var sign, _, ..] when sign.Is(":") && tokens.Index().FirstOrDefault(token => token.Item.Is("=")).Index is > 1 and var at
                && at + 1 < tokens.Count:
                frame.Names[name.Text] = Value(frame, tokens, at + 1);
                break;
            case [{ Kind: PythonTokenKind.Name } name, var sign, _, ..] when sign.Is("+="):
                Extend(frame, name, Value(frame, tokens, 2));
                break;
            case [{ Kind: PythonTokenKind.Name } name, var dot, { Kind: PythonTokenKind.Name } method, var open, .., var close] when dot.Is(".") && open.Is("(") && close.Is(")"):
                Call(frame, name, method.Text, [.. tokens.Skip(4).SkipLast(1)]);
                break;
            case [{ Kind: PythonTokenKind.Name } name, var open, { Kind: PythonTokenKind.String } key, var close, var sign, _, ..]
                when open.Is("[") && close.Is("]") && sign.Is("=") && frame.Names.GetValueOrDefault(name.Text) is PythonValue.Map map:
                map.Entries.Add(KeyValuePair.Create<PythonValue, PythonValue>(new PythonValue.Text(key.Text), Value(frame, tokens, 5)));
                break;
            case [{ Kind: PythonTokenKind.Name } name, { Kind: PythonTokenKind.Operator, Text: "[" or "." or "=" or "*=" or "-=" }, ..]:
                Spoil(frame, name, tokens);
                break;
        }
    }

    private void Call(Frame frame, PythonToken name, string method, IReadOnlyList<PythonToken> arguments)
    {
        switch (method)
        {
            case "append":
                Extend(frame, name, new PythonValue.List([Value(frame, arguments, 0)]));
                break;
            case "extend":
                Extend(frame, name, Value(frame, arguments, 0));
                break;
            case "insert" when new PythonExpressionReader(arguments, 0, frame.Names).ReadToEnd() is PythonValue.List { Items: [_, var item] }:
                Extend(frame, name, new PythonValue.List([item])); // the order matters to nobody
                break;
            case "copy" or "index" or "count" or "get" or "items" or "keys" or "values":
                break;
            default:
                Spoil(frame, name, arguments.Count > 0 ? arguments : [name]);
                break;
        }
    }

    private static void Extend(Frame frame, PythonToken name, PythonValue more)
    {
        if (frame.Names.GetValueOrDefault(name.Text) is PythonValue.List list)
        {
            IEnumerable<PythonValue> items = more is PythonValue.List { Items: var found } ? found.ToArray() : [more];
            list.Items.AddRange(items.Take(MaxItems - list.Items.Count));
        }
    }

    /// <summary>What an expression is; a call that hands a list on to another class is followed into that class where it is in the same file.</summary>
    private PythonValue Value(Frame frame, IReadOnlyList<PythonToken> tokens, int position)
    {
        if (tokens.Skip(position).ToArray() is [.., var called, var open, { Kind: PythonTokenKind.Name } name, var close] && called.IsName(methodName) && open.Is("(")
            && close.Is(")") && frame.Names.GetValueOrDefault(name.Text) is PythonValue.List list)
        {
            PythonMethod[] others = [.. module.Methods.Where(method => method.Parameters.Count > 0 && method != frame.Method)];
            if (others.Length == 1 && _calls++ < MaxCalls)
            {
                return Follow(others[0], list);
            }

            list.Items.Add(new PythonValue.Unreadable($"{methodName}({name.Text}) of another class", called.Line));
            return list;
        }

        return tokens.Count > position ? new PythonExpressionReader(tokens, position, frame.Names).ReadToEnd() : new PythonValue.None();
    }

    /// <summary>A list that is changed in a way that is not followed is told apart from one that is known.</summary>
    private static void Spoil(Frame frame, PythonToken name, IReadOnlyList<PythonToken> tokens)
    {
        if (frame.Names.GetValueOrDefault(name.Text) is PythonValue.List list && list.Items.Count < MaxItems)
        {
            var text = string.Concat(tokens.Take(6).Select(token => token.Text));
            list.Items.Add(new PythonValue.Unreadable(text.Length <= 60 ? text : text[..60] + "…", name.Line));
        }
        else
        {
            frame.Names.Remove(name.Text);
        }
    }

    private static void SpoilWhatALoopTouches(Frame frame, IReadOnlyList<PythonLine> loop)
    {
        foreach (var line in loop)
        {
            if (line.Tokens is [{ Kind: PythonTokenKind.Name } name, { Kind: PythonTokenKind.Operator }, ..])
            {
                Spoil(frame, name, line.Tokens);
            }
        }
    }

    private static int EndOfBlock(IReadOnlyList<PythonLine> body, int header)
    {
        var end = header;
        while (end + 1 < body.Count && body[end + 1].Indent > body[header].Indent)
        {
            end++;
        }

        return end;
    }

    /// <summary>One method while it is followed.</summary>
    private sealed class Frame(PythonMethod method, Dictionary<string, PythonValue> names)
    {
        private bool _isFinal;

        public PythonMethod Method => method;

        public Dictionary<string, PythonValue> Names => names;

        public PythonValue? Returned { get; private set; }

        /// <summary>The return at the end of the method counts; those in branches only where there is none.</summary>
        public void Return(PythonValue value, bool isBranch)
        {
            if (!_isFinal && (!isBranch || Returned is null))
            {
                Returned = value;
                _isFinal = !isBranch;
            }
        }
    }
}
