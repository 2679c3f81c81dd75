using System.Data.Common;

namespace RasterAnalysis;

/// <summary>Tells that the database could not do something, whichever database it is, for the tables of errors.</summary>
public static class DatabaseTrouble
{
    /// <summary>What the user is told; what the database said is for the log.</summary>
    public const string Text = "The database cannot be written or read just now; its disk may be full, or its server away. Try again, and tell the operator if it stays so.";

    /// <summary>Whether an exception, or what brought it about, is the database's.</summary>
    public static bool Is(Exception? exception) => exception is not null && (exception is DbException || Is(exception.InnerException));
}
