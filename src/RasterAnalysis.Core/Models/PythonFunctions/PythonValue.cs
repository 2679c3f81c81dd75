namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>What an expression of a Python file is, as far as it can be told without running it.</summary>
internal abstract record PythonValue
{
    /// <summary>The value as a client would write it in an argument; null when it is no text, number or boolean.</summary>
    public string? AsText() => this switch
    {
        Text text => text.Content,
        Number number => number.Written,
        Boolean boolean => boolean.Value ? "True" : "False",
        _ => null,
    };

    /// <summary>A text.</summary>
    public sealed record Text(string Content) : PythonValue;

    /// <summary>A number, in plain decimal notation.</summary>
    public sealed record Number(string Written) : PythonValue;

    /// <summary><c>True</c> or <c>False</c>.</summary>
    public sealed record Boolean(bool Value) : PythonValue;

    /// <summary><c>None</c>.</summary>
    public sealed record None : PythonValue;

    /// <summary>A list, a tuple or a set. Two names may stand for one list, as in Python, so it can change.</summary>
    public sealed record List(List<PythonValue> Items) : PythonValue;

    /// <summary>A dictionary, in order; of one key the last entry counts.</summary>
    public sealed record Map(List<KeyValuePair<PythonValue, PythonValue>> Entries) : PythonValue
    {
        /// <summary>The value of a text key; null when there is none.</summary>
        public PythonValue? Find(string key) => Entries.FindLast(entry => entry.Key is Text text && text.Content == key).Value;
    }

    /// <summary>Something that only running the file would tell.</summary>
    /// <param name="Expression">The beginning of it, for messages.</param>
    /// <param name="Line">Its line in the file, from 1.</param>
    public sealed record Unreadable(string Expression, int Line) : PythonValue;
}
