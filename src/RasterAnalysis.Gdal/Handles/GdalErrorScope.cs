using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Ranges;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Handles;

// Hears what GDAL says on this thread between Enter and Dispose. Check after every call: it throws when a failure was said since the
// last check. A handler is needed, because GDAL's own "last error" is overwritten by a warning that follows a failure.
// Scopes nest, and live on one thread: no await inside.
internal sealed unsafe partial class GdalErrorScope : IDisposable
{
    private const int MaxWarnings = 20;
    private static readonly string[] NetworkPrefixes = ["/vsicurl", "/vsis3", "/vsiaz", "/vsigs", "/vsiadls", "/vsioss", "/vsiswift", "/vsihdfs", "/vsiwebhdfs"];

    [ThreadStatic]
    private static GdalErrorScope? current;

    private readonly GdalErrorScope? _outer;
    private readonly string _action;
    private readonly string? _path;
    private readonly List<string> _warnings = [];
    private (GdalErrorClass Class, int Number, string Text)? _failure;
    private string? _block;

    private GdalErrorScope(string action, string? path)
    {
        _action = action;
        _path = path;
        _outer = current;
        current = this;
        LibGdal.CPLErrorReset();
        LibGdal.CPLPushErrorHandler(&OnError);
    }

    // What GDAL warned of, oldest first; failures that were forgiven are among them.
    public IReadOnlyList<string> Warnings => _warnings;

    // "Reading columns 0..9, rows 0..9 of" and the path make the beginning of a message. GDAL must be initialised.
    public static GdalErrorScope Enter(string action, string? path = null) => new(action, path);

    // A range that could not be fetched, of the file that this scope is about: whatever GDAL made of it, nothing that came out counts.
    private RasterAccessException? Lost => _path is null ? null : RangeFileSystem.FailureOf(_path);

    public void Check(string function)
    {
        if (_failure is not null || Lost is not null)
        {
            throw Failure(function);
        }
    }

    // For calls that return CPLErr or OGRErr: 0 is success.
    public void Check(string function, int result)
    {
        if (result != 0 || _failure is not null || Lost is not null)
        {
            throw Failure(function);
        }
    }

    public THandle Check<THandle>(string function, THandle handle)
        where THandle : SafeHandle
    {
        if (handle.IsInvalid || _failure is not null || Lost is not null)
        {
            handle.Dispose();
            throw Failure(function);
        }

        return handle;
    }

    // For calls that go on where single points cannot be projected, and say each of them as a failure: only the result counts, and
    // whether every block was read.
    public void CheckResult(string function, int result)
    {
        if (result != 0 || _block is not null || Lost is not null)
        {
            throw Failure(function);
        }

        Forgive();
    }

    public THandle CheckResult<THandle>(string function, THandle handle)
        where THandle : SafeHandle
    {
        if (handle.IsInvalid || Lost is not null)
        {
            handle.Dispose();
            throw Failure(function);
        }

        Forgive();
        return handle;
    }

    // For calls whose failure has no meaning here; it is kept as a warning.
    public void Forgive()
    {
        _block = null;
        if (_failure is { } failure)
        {
            Keep(failure.Text);
            _failure = null;
        }
    }

    public GdalException Failure(string function)
    {
        var (errorClass, number, text) = _failure ?? (GdalErrorClass.Failure, 0, string.Empty);
        var block = _block is null ? string.Empty : $"{_block} cannot be read: ";
        (_failure, _block) = (null, null);
        if (Lost is { } lost)
        {
            // GDAL knows only that it got no bytes
            return new GdalException(lost.Message, function, errorClass, number, text, lost.IsTransient, lost);
        }

        var subject = _path is null ? _action : $"{_action} '{NameOf(_path)}'";
        var said = text.Length > 0 ? WithoutFolder(text).TrimEnd('.') : "GDAL gave no reason";
        var isTransient = number == GdalConstants.CPLE_HttpResponse || (_path is not null && Array.Exists(NetworkPrefixes, prefix => _path.Contains(prefix, StringComparison.Ordinal)));
        return new GdalException(
            string.Create(CultureInfo.InvariantCulture, $"{subject} failed: {block}{said} ({function}, error {number})."), function, errorClass, number, text, isTransient);
    }

    public void Dispose()
    {
        LibGdal.CPLPopErrorHandler();
        current = _outer;
    }

    private static string NameOf(string path) => path.StartsWith('<') ? "inline VRT" : Path.GetFileName(path.TrimEnd('/'));

    // Messages go to users: the folders of the machine are none of their business.
    private string WithoutFolder(string text) =>
        _path is not null && Path.GetDirectoryName(_path) is { Length: > 1 } folder
            ? text.Replace(folder + Path.DirectorySeparatorChar, string.Empty, StringComparison.Ordinal)
            : text;

    private void Keep(string text)
    {
        if (_warnings.Count < MaxWarnings)
        {
            _warnings.Add(WithoutFolder(text));
        }
    }

    // GDAL's block cache names the block that a driver could not read, behind the cause.
    private static string? BlockOf(string words) => UnreadBlock().Match(words) is { Success: true } match
        ? $"block {match.Groups["column"].Value}, {match.Groups["row"].Value} (column and row of blocks, from 0) of band {match.Groups["band"].Value}"
        : null;

    [GeneratedRegex(@"band (?<band>\d+): IReadBlock failed at X offset (?<column>\d+), Y offset (?<row>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex UnreadBlock();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(int errorClass, int number, byte* text)
    {
        if (current is not { } scope)
        {
            return;
        }

        var words = Marshal.PtrToStringUTF8((nint)text) ?? string.Empty;
        if (errorClass >= (int)GdalErrorClass.Failure)
        {
            // The first failure is the cause; those that follow it are its consequences.
            scope._failure ??= ((GdalErrorClass)errorClass, number, words);
            scope._block ??= BlockOf(words);
        }
        else if (errorClass == (int)GdalErrorClass.Warning)
        {
            scope.Keep(words);
        }
    }
}
