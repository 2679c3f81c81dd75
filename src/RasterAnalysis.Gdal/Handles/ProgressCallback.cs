using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Handles;

// Lends a managed listener and a cancellation token to a long GDAL call. GDAL may call from a thread of its own.
internal sealed unsafe class ProgressCallback : IDisposable
{
    private readonly Action<double>? _listener;
    private readonly CancellationToken _cancellationToken;
    private ExceptionDispatchInfo? _exception;
    private GCHandle _self;

    public ProgressCallback(Action<double>? listener, CancellationToken cancellationToken)
    {
        _listener = listener;
        _cancellationToken = cancellationToken;
        _self = GCHandle.Alloc(this);
    }

    public static delegate* unmanaged[Cdecl]<double, byte*, void*, int> Function => &OnProgress;

    public void* Argument => (void*)GCHandle.ToIntPtr(_self);

    // After the call: a listener's exception and a cancellation come before GDAL's own "user terminated".
    public void ThrowIfStopped()
    {
        _exception?.Throw();
        _cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => _self.Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnProgress(double share, byte* message, void* argument)
    {
        var callback = (ProgressCallback)GCHandle.FromIntPtr((nint)argument).Target!;
        return callback.Report(share) ? 1 : 0;
    }

    // No exception may cross native frames: it waits for ThrowIfStopped.
    private bool Report(double share)
    {
        try
        {
            _listener?.Invoke(share);
        }
        catch (Exception e)
        {
            _exception ??= ExceptionDispatchInfo.Capture(e);
        }

        return _exception is null && !_cancellationToken.IsCancellationRequested;
    }
}
