using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// A string list (char**) of ours. The null list is GDAL's empty list and is passed as such.
internal sealed class StringListHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    public static StringListHandle Of(IEnumerable<string> texts)
    {
        var list = new StringListHandle();
        foreach (var text in texts)
        {
            list.SetHandle(LibGdal.CSLAddString(list.handle, text));
        }

        return list;
    }

    public static StringListHandle Of(params ReadOnlySpan<string> texts) => Of(texts.ToArray().AsEnumerable());

    // Copies the list.
    public IReadOnlyList<string> ToList() => ReadBorrowed(handle);

    // Copies a list that stays GDAL's.
    public static unsafe IReadOnlyList<string> ReadBorrowed(nint list)
    {
        var texts = new List<string>();
        for (var entry = (nint*)list; entry is not null && *entry != 0; entry++)
        {
            texts.Add(Marshal.PtrToStringUTF8(*entry)!);
        }

        return texts;
    }

    protected override bool ReleaseHandle()
    {
        LibGdal.CSLDestroy(handle);
        return true;
    }
}
