namespace ChatPay.Local.Web;

/// <summary>What goes wrong with a request.</summary>
public enum Fault
{
    /// <summary>It is done, and the answer never comes.</summary>
    TimeOutAfterSuccess,

    /// <summary>It is not done, and the answer never comes.</summary>
    TimeOutBefore,

    /// <summary>500, nothing done.</summary>
    Error500,

    /// <summary>503, nothing done.</summary>
    Error503,

    /// <summary>429, nothing done.</summary>
    TooManyRequests,

    /// <summary>It is done, and the answer is cut off in its middle.</summary>
    MalformedBody,

    /// <summary>409, as when another request on the same thing is still under way; nothing done.</summary>
    InProgress,

    /// <summary>401, as when the token has been withdrawn; nothing done.</summary>
    Unauthenticated,
}
