using Azure;
using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Idempotency;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>A caller's request to change a seller that the caller may change.</summary>
public sealed class SellerCommand
{
    private readonly HttpRequest _http;
    private readonly SellerSecrets _secrets;
    private readonly SellerAnswers _answers;
    private readonly AnswerStore _kept;
    private readonly TimeProvider _time;
    private StoredSeller _read;

    // What this command has written last, and the version before.
    private (ETag Own, ETag Before)? _written;

    internal SellerCommand(
        HttpRequest http, StoredSeller read, SellerSecrets secrets, SellerAnswers answers, AnswerStore kept, TimeProvider time) =>
        (_http, _read, _secrets, _answers, _kept, _time) = (http, read, secrets, answers, kept, time);

    /// <summary>The account as it was read, or as the command has left it. Decide on the account that is passed to the
    /// decision.</summary>
    public Seller Seller => _read.Seller;

    /// <summary>Changes the account: 200 with the seller's view of it.</summary>
    /// <exception cref="ProblemException">As for <see cref="CommitAsync"/>.</exception>
    public async Task<IResult> ChangeAsync(
        Func<Seller, DateTimeOffset, SellerDecision> decide, CancellationToken cancellationToken)
    {
        await CommitAsync(decide, cancellationToken);
        return Answer();
    }

    /// <summary>Changes the account: 200 with the operators' view of it.</summary>
    /// <exception cref="ProblemException">As for <see cref="CommitAsync"/>.</exception>
    public async Task<IResult> ChangeForOperatorAsync(
        Func<Seller, DateTimeOffset, SellerDecision> decide, CancellationToken cancellationToken)
    {
        await CommitAsync(decide, cancellationToken);
        return AnswerOperator();
    }

    /// <summary>Lets the transition decide on the newest version that <c>If-Match</c> allows, and commits the decision. Secrets
    /// that the row no longer references are erased.</summary>
    /// <returns>The account afterwards, also when there was nothing to change.</returns>
    /// <exception cref="ProblemException">404, 409, 422: it was refused; 412: the caller decided on another version; 503: too many
    /// writers at once.</exception>
    public async Task<Seller> CommitAsync(
        Func<Seller, DateTimeOffset, SellerDecision> decide, CancellationToken cancellationToken) =>
        Read(await _secrets.ChangeAsync(_read, s => decide(s, _time.GetUtcNow()), cancellationToken, RequireMatch));

    /// <summary>Counts a change of the account that writes a secret to the vault, before it does. An attempt that fails afterwards
    /// stays counted.</summary>
    /// <param name="reference">The opaque name of the secret, never used before.</param>
    /// <param name="decide">What is to be decided once the secret is written; refused now, it is not counted.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="onAnyVersion">Leaves <c>If-Match</c> to <see cref="KeepAsync"/>.</param>
    /// <exception cref="ProblemException">As for <see cref="CommitAsync"/>; nothing is stored.</exception>
    public async Task<SecretHint> BeginSecretAsync(
        string reference, Func<Seller, SellerDecision> decide, CancellationToken cancellationToken, bool onAnyVersion = false)
    {
        var begun = await _secrets.BeginAsync(_read, reference, decide, cancellationToken, onAnyVersion ? null : RequireMatch);
        Wrote(begun.After, begun.Before);
        return begun.Hint;
    }

    /// <summary>Commits a change after which the account references a new secret in the vault. Nothing is written to the vault if
    /// <c>If-Match</c> names another version.</summary>
    /// <param name="begun">The secret, begun by this command.</param>
    /// <param name="write">Writes the secret to the vault under this name.</param>
    /// <param name="decide">The decision after which the account references it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ProblemException">As for <see cref="CommitAsync"/>; nothing is stored.</exception>
    public async Task<Seller> KeepAsync(
        SecretHint begun, Func<Task> write, Func<Seller, SellerDecision> decide, CancellationToken cancellationToken) =>
        Read(await _secrets.KeepAsync(_read, begun, write, decide, cancellationToken, RequireMatch));

    /// <summary>The result of the decision now, without committing it.</summary>
    /// <exception cref="ProblemException">409, 422: it would be refused.</exception>
    public Seller Try(Func<Seller, DateTimeOffset, SellerDecision> decide) => SellerStore.Taken(decide(Seller, _time.GetUtcNow()));

    /// <summary>Changes the account whatever version the caller decided on; <c>If-Match</c> still names the version before.</summary>
    /// <exception cref="ProblemException">404, 409, 422: it was refused; 503: too many writers at once.</exception>
    public async Task ChangeAnyVersionAsync(Func<Seller, SellerDecision> decide, CancellationToken cancellationToken)
    {
        var before = _read.ETag;
        Wrote(await _secrets.ChangeAsync(_read, decide, cancellationToken, version => before = version), before);
    }

    /// <summary>Continues from a version that this request has caused, after what the caller decided is committed.</summary>
    public void GoOnFrom(StoredSeller written) => Read(written);

    /// <summary>Deletes the stored responses for the seller: a repeat of a submission must not be told that the data is there, and
    /// the hash of the data is deleted with the data.</summary>
    public Task ForgetAnswersAsync(CancellationToken cancellationToken) =>
        _kept.ForgetAccountAsync(AnswerStore.AccountOf(Caller.Of(_http.HttpContext).Subject), cancellationToken);

    /// <summary>200 with the seller's view of the account.</summary>
    public IResult Answer() => _answers.Ok(_read);

    /// <summary>200 with the operators' view of the account.</summary>
    public IResult AnswerOperator() => _answers.ForOperator(_read);

    /// <summary>202 with the seller's view of the account, which shows when the request is carried out.</summary>
    public IResult Accepted() => _answers.Accepted(_read);

    private Seller Read(StoredSeller after)
    {
        _read = after;
        return after.Seller;
    }

    private void Wrote(StoredSeller after, ETag before)
    {
        if (after.ETag != before)
            _written = (after.ETag, Decided(before));
        _read = after;
    }

    private void RequireMatch(ETag version) => EntityTags.RequireMatch(_http, Decided(version));

    // What the command itself has written is not another writer's change: the caller has decided on the version before.
    private ETag Decided(ETag version) => _written is var (own, before) && version == own ? before : version;
}
