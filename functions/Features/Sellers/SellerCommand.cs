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
    private ETag? _before;

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
        Written(await _secrets.ChangeAsync(_read, s => decide(s, _time.GetUtcNow()), cancellationToken, RequireMatch));

    /// <summary>Commits a change after which the account references a new secret in the vault.</summary>
    /// <param name="reference">The opaque name of the secret, never used before.</param>
    /// <param name="write">Writes the secret to the vault under this name.</param>
    /// <param name="decide">The decision after which the account references it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ProblemException">As for <see cref="CommitAsync"/>; nothing is stored.</exception>
    public async Task<Seller> KeepAsync(
        string reference, Func<Task> write, Func<Seller, SellerDecision> decide, CancellationToken cancellationToken) =>
        Written(await _secrets.KeepAsync(_read, reference, write, decide, cancellationToken, RequireMatch));

    /// <summary>The result of the decision now, without committing it.</summary>
    /// <exception cref="ProblemException">409, 422: it would be refused.</exception>
    public Seller Try(Func<Seller, DateTimeOffset, SellerDecision> decide) => SellerStore.Taken(decide(Seller, _time.GetUtcNow()));

    /// <summary>Continues from a version that this request has written outside the command: <c>If-Match</c> named the version
    /// before.</summary>
    public void GoOnFrom(StoredSeller written) => Written(written);

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

    private Seller Written(StoredSeller after)
    {
        if (after.ETag != _read.ETag)
            _before ??= _read.ETag;
        _read = after;
        return after.Seller;
    }

    // What the command itself has written is not another writer's change: the caller has decided on the version before.
    private void RequireMatch(ETag version) => EntityTags.RequireMatch(_http, _before ?? version);
}
