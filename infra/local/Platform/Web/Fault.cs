namespace ChatPay.Local.Web;

/// <summary>The faults that can be injected into a request.</summary>
public enum Fault
{
    /// <summary>The request is executed, but the response never arrives.</summary>
    TimeOutAfterSuccess,

    /// <summary>The request is not executed, and the response never arrives.</summary>
    TimeOutBefore,

    /// <summary>500; the request is not executed.</summary>
    Error500,

    /// <summary>503; the request is not executed.</summary>
    Error503,

    /// <summary>429; the request is not executed.</summary>
    TooManyRequests,

    /// <summary>The request is executed, but the response is truncated.</summary>
    MalformedBody,

    /// <summary>409, as if another request on the same resource were in progress; the request is not executed.</summary>
    InProgress,

    /// <summary>401, as if the token had been revoked; the request is not executed.</summary>
    Unauthenticated,
}
