namespace RasterAnalysis.Testing;

/// <summary>How a server of ranges goes wrong.</summary>
public enum RangeFault
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It sends the whole file, with status 200.</summary>
    Whole,

    /// <summary>It ends the connection in the middle of the body.</summary>
    Short,

    /// <summary>It sends another range, and says so.</summary>
    OtherRange,

    /// <summary>It answers 503.</summary>
    Error,

    /// <summary>It sends some bytes, and then one now and then.</summary>
    Trickle,

    /// <summary>It sends the range without entity tag and time.</summary>
    Unnamed,

    /// <summary>It sends to another host.</summary>
    Redirect,
}
