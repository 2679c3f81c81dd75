namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>
/// Reads the arguments of a Python raster function out of its <c>getParameterInfo</c>, without running anything: the file is a stranger's program.
/// The work is bounded by the file's size, and deep nesting is refused.
/// </summary>
internal static class PythonFunctionReader
{
    /// <summary>Characters of a file that is read; raster functions have some ten thousand.</summary>
    public const int MaxLength = 1 << 20;

    private const string MethodName = "getParameterInfo";
    private const int MaxArguments = 100;
    private const int MaxWarnings = 20;
    private const int MaxNameLength = 64;
    private const int MaxTextLength = 1000;

    /// <summary>What the service fills itself; clients leave these out of their forms too (<c>docs/reference/arcgis-rest-behaviour.md#tasks-about-models</c>).</summary>
    private static readonly string[] Filled = ["raster", "rasters", "model", "device"];

    /// <summary>Reads a file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="file">Its name, for messages and to tell which of its classes is the function.</param>
    public static PythonFunction Read(string text, string file)
    {
        var warnings = new List<string>();
        var arguments = new List<FunctionArgument>();
        void Warn(string what)
        {
            if (warnings.Count < MaxWarnings)
            {
                warnings.Add($"{file}: {what}");
            }
        }

        if (text.Length > MaxLength)
        {
            Warn($"has more than {MaxLength} characters, so its arguments were not read.");
            return new PythonFunction(file, arguments, warnings);
        }

        try
        {
            foreach (var entry in Entries(text, file, Warn))
            {
                if (Argument(entry, Warn) is { } argument && !Filled.Contains(argument.Name, StringComparer.OrdinalIgnoreCase))
                {
                    Add(arguments, argument, Warn);
                }
            }
        }
        catch (FormatException exception)
        {
            Warn($"is no Python that can be read ({exception.Message}), so its arguments are not known.");
        }

        return new PythonFunction(file, arguments, warnings);
    }

    private static List<PythonValue> Entries(string text, string file, Action<string> warn)
    {
        var module = PythonModule.Of(new PythonTokenizer(text).Read(), MethodName);
        if (module.Methods.Count == 0)
        {
            warn($"has no class with a method {MethodName}, so its arguments are not known.");
            return [];
        }

        // the class is called like the file; else it is the one that is asked without being handed a list
        var stem = Path.GetFileNameWithoutExtension(file);
        var method = module.Methods.FirstOrDefault(method => method.Class.Equals(stem, StringComparison.OrdinalIgnoreCase))
            ?? module.Methods.FirstOrDefault(method => method.Parameters.Count == 0) ?? module.Methods[0];
        switch (new PythonListBuilder(module, MethodName).Follow(method, new PythonValue.List([])))
        {
            case PythonValue.List list:
                return list.Items;
            case PythonValue.Unreadable unreadable:
                warn($"{method.Class}.{MethodName} returns something that is worked out (line {unreadable.Line}: {unreadable.Expression}), so its arguments are not known.");
                return [];
            default:
                warn($"{method.Class}.{MethodName} returns no list, so its arguments are not known.");
                return [];
        }
    }

    private static FunctionArgument? Argument(PythonValue entry, Action<string> warn)
    {
        switch (entry)
        {
            case PythonValue.Unreadable unreadable:
                warn($"some arguments are worked out (line {unreadable.Line}: {unreadable.Expression}) and are not known.");
                return null;
            case PythonValue.Map map when map.Find("name") is PythonValue.Text { Content: { Length: > 0 and <= MaxNameLength } name }:
                return Argument(map, name, warn);
            default:
                warn("an argument has no readable name and was left out.");
                return null;
        }
    }

    private static FunctionArgument Argument(PythonValue.Map map, string name, Action<string> warn)
    {
        var value = map.Find("value");
        var text = value?.AsText();
        if (value is PythonValue.Unreadable unreadable)
        {
            warn($"the default of {name} is worked out (line {unreadable.Line}: {unreadable.Expression}) and is not known.");
        }
        else if (text is null && value is not (null or PythonValue.None))
        {
            warn($"the default of {name} is neither a text nor a number nor a boolean and was left aside.");
        }

        string Described(string key) => map.Find(key)?.AsText() is { } found ? Cut(found.Trim()) : "";
        return new FunctionArgument(
            name, TypeOf(map.Find("dataType"), value), string.IsNullOrWhiteSpace(text) ? null : Cut(text.Trim()),
            map.Find("required") is PythonValue.Boolean { Value: true }, Described("displayName"), Described("description"),
            map.Find("domain") is PythonValue.List { Items: var items } ? [.. items.Select(item => item.AsText()).OfType<string>().Select(Cut).Take(MaxArguments)] : []);
    }

    private static string TypeOf(PythonValue? written, PythonValue? value) => written?.AsText()?.ToUpperInvariant() switch
    {
        "NUMERIC" or "GPLONG" or "GPDOUBLE" => "numeric",
        "BOOLEAN" or "GPBOOLEAN" => "boolean",
        null when value is PythonValue.Number => "numeric",
        null when value is PythonValue.Boolean => "boolean",
        _ => "string",
    };

    /// <summary>Branches of a function may list an argument each; where their defaults differ none is known.</summary>
    private static void Add(List<FunctionArgument> arguments, FunctionArgument argument, Action<string> warn)
    {
        var known = arguments.FindIndex(other => other.Name.Equals(argument.Name, StringComparison.OrdinalIgnoreCase));
        if (known >= 0)
        {
            if (arguments[known].Value != argument.Value)
            {
                warn($"{argument.Name} is listed more than once with different defaults, so its default is not known.");
                arguments[known] = arguments[known] with { Value = null };
            }
        }
        else if (arguments.Count < MaxArguments)
        {
            arguments.Add(argument);
        }
    }

    private static string Cut(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength] + "…";
}
