using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Collects what is wrong with the members of a body, so that the caller is told all of it at once. The first one found gives
/// the problem its status and code.</summary>
internal sealed class FieldFaults
{
    /// <summary>More are not looked for: a body of 64 KiB can hold thousands.</summary>
    public const int Most = 20;

    private readonly List<FieldFault> _found = [];
    private int _status;

    public bool Any => _found.Count > 0;

    /// <summary>No more are taken.</summary>
    public bool IsFull => _found.Count == Most;

    /// <summary>400: it is malformed.</summary>
    public void Malformed(string code, string detail, string field) => Add(400, new(field, code, detail));

    /// <summary>422: it is well formed, but a rule refuses it.</summary>
    public void Refused(string code, string detail, string field) => Add(422, new(field, code, detail));

    /// <exception cref="ProblemException">There are some: all of them.</exception>
    public void ThrowIfAny()
    {
        if (_found is [var first, ..])
            throw new ProblemException(_status, first.Code, first.Detail, first.Field) { Errors = _found };
    }

    private void Add(int status, FieldFault fault)
    {
        if (_found.Count == 0)
            _status = status;
        if (!IsFull)
            _found.Add(fault);
    }
}
