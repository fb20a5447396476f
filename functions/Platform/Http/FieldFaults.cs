using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Collects the faults in the members of a body, so that the caller is told all of them at once. The first one determines
/// the problem's status and code.</summary>
internal sealed class FieldFaults
{
    /// <summary>The limit of faults: a body of 64 KiB can hold thousands.</summary>
    public const int Most = 20;

    private readonly List<FieldFault> _found = [];
    private int _status;

    public bool Any => _found.Count > 0;

    /// <summary>Whether the limit is reached.</summary>
    public bool IsFull => _found.Count == Most;

    /// <summary>Adds a 400: malformed.</summary>
    public void Malformed(string code, string detail, string field) => Add(400, new(field, code, detail));

    /// <summary>Adds a 422: well formed, but a rule refuses it.</summary>
    public void Refused(string code, string detail, string field) => Add(422, new(field, code, detail));

    /// <exception cref="ProblemException">There are faults: all of them.</exception>
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
