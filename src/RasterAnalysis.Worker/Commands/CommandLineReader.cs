namespace RasterAnalysis.Worker.Commands;

/// <summary>Reads options of a command line by name, and gathers what is wrong with it.</summary>
internal sealed class CommandLineReader
{
    private readonly List<(string Name, string Value)> _values = [];
    private readonly HashSet<string> _flags = [];
    private readonly List<RequestError> _errors = [];

    /// <param name="arguments">The command line.</param>
    /// <param name="valued">Options that have a value: <c>--name value</c> or <c>--name=value</c>.</param>
    /// <param name="flags">Options that have none.</param>
    /// <param name="aliases">Short names.</param>
    public CommandLineReader(IReadOnlyList<string> arguments, IReadOnlyList<string> valued, IReadOnlyList<string> flags, IReadOnlyDictionary<string, string> aliases)
    {
        var others = new List<string>();
        var onlyOthers = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var text = arguments[i];
            if (onlyOthers || !text.StartsWith('-') || text == "-")
            {
                others.Add(text);
                continue;
            }

            onlyOthers = text == "--";
            var equals = text.StartsWith("--", StringComparison.Ordinal) ? text.IndexOf('=', StringComparison.Ordinal) : -1;
            var name = equals > 0 ? text[..equals] : text;
            name = aliases.GetValueOrDefault(name, name);
            if (flags.Contains(name) && equals < 0)
            {
                _flags.Add(name);
            }
            else if (!valued.Contains(name) && !onlyOthers)
            {
                Refuse(name, "is no option; --help lists them.");
            }
            else if (equals > 0)
            {
                _values.Add((name, text[(equals + 1)..]));
            }
            else if (!onlyOthers && i + 1 < arguments.Count)
            {
                _values.Add((name, arguments[++i]));
            }
            else if (!onlyOthers)
            {
                Refuse(name, "needs a value.");
            }
        }

        Others = others;
    }

    /// <summary>What is no option, in its order.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>Whether an option without a value is given.</summary>
    public bool Has(string flag) => _flags.Contains(flag);

    /// <summary>The last value of an option; null where it is not given.</summary>
    public string? Value(string name) => Values(name).LastOrDefault();

    /// <summary>All values of an option.</summary>
    public IEnumerable<string> Values(string name) => _values.Where(pair => pair.Name == name).Select(pair => pair.Value);

    /// <summary>Adds a fault.</summary>
    public void Refuse(string name, string message) => _errors.Add(new RequestError(name, message));

    /// <exception cref="InvalidRequestException">There were faults; names them all.</exception>
    public void ThrowIfFaulty()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidRequestException(_errors);
        }
    }
}
