using System.Globalization;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Tests.Sellers;

/// <summary>Whatever happens to a seller, in any order, nobody sells or is paid while a fact is missing. The expected facts are
/// derived from the executed commands, not from the seller. <c>CHATPAY_SELLER_SEQUENCES</c> sets the number of sequences.</summary>
public sealed class RandomSellersTests
{
    private const int Commands = 40;
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan CoolingOff = TimeSpan.FromHours(72);
    private static readonly string[] Accounts = ["SELLERMUGS234", "ANOTHERSELLER", "ATTACKERS2345"];

    [Fact]
    public void Seller_AfterAnyCommandsInAnyOrder_SellsAndIsPaidOnlyWithEveryFactThere()
    {
        var sequences = int.Parse(Environment.GetEnvironmentVariable("CHATPAY_SELLER_SEQUENCES") ?? "2000", CultureInfo.InvariantCulture);
        var (sold, paid) = (0, 0);
        for (var seed = 0; seed < sequences; seed++)
        {
            var run = new Run(seed);
            for (var i = 0; i < Commands; i++)
            {
                run.Next();
                sold += run.Seller.MaySell(run.Now) ? 1 : 0;
                paid += run.Seller.MayBePaid(run.Now) ? 1 : 0;
                Assert.True(run.Seller.MaySell(run.Now) == run.ShouldSell, $"Seed {seed}, selling: {run}");
                Assert.True(run.Seller.MayBePaid(run.Now) == run.ShouldBePaid, $"Seed {seed}, payout: {run}");
            }
        }

        // Guards against a vacuous test: both must occur.
        Assert.True(sold > sequences / 10 && paid > sequences / 10, $"{sold} {paid}");
    }

    private sealed class Run(int seed)
    {
#pragma warning disable CA5394 // A reproducible seed is the point.
        private readonly Random _random = new(seed);
        private readonly List<string> _done = [];
        private string _account = Accounts[0];
        private DateTimeOffset _accountChanged = DateTimeOffset.MinValue;
        private int _referral;
        private bool _referralOpen;
        private int _submission;
        private bool _terms, _identity, _listed, _heldByOperator, _owes, _closed;
        private DateTimeOffset _identityEnds, _tolerated;
        private (int Submission, string Account)? _verified;
        private readonly HashSet<string> _limited = [];

        public Seller Seller { get; private set; } =
            new() { Id = "sel-1", BusinessName = "Mugs", Country = "US", PayPalMerchantId = Accounts[0], CreatedAt = Start };

        public DateTimeOffset Now { get; private set; } = Start;

        public bool ShouldSell => Facts && !_owes;

        public bool ShouldBePaid => Facts && Now - CoolingOff >= _accountChanged;

        private bool Facts => _terms && _identity && Now < _identityEnds && !_listed && _verified == (_submission, _account)
            && !_heldByOperator && !_closed && !_limited.Contains(_account);

        public void Next()
        {
            // Closing is permanent, so it is rare.
            switch (_random.Next(19))
            {
                case 0:
                    Now += TimeSpan.FromHours(_random.Next(1, 200));
                    break;
                case 1:
                    Do("terms", s => SellerTransitions.AcceptTerms(s, "v1", "v1", Now), () => _terms = true);
                    break;
                case 2 or 3:
                    var screened = _random.Next(6) == 0 ? Screening.Listed : Screening.Clear;
                    var ends = Now + TimeSpan.FromDays(_random.Next(1, 60));
                    Do(
                        $"kyc {screened}",
                        s => SellerTransitions.SubmitKyc(s, $"kyc-{_submission + 1}", Now, ends, screened),
                        () =>
                            (_submission, _identity, _identityEnds, _listed) = (
                                _submission + 1,
                                true,
                                ends,
                                _listed || screened == Screening.Listed));
                    break;
                case 4:
                    Do(
                        "erase",
                        s =>
                            s.KycReference is { } r
                                ? SellerTransitions.EraseKyc(
                                    s,
                                    new()
                                    {
                                        RequestedAt = Now,
                                        EraseAt = Now,
                                        Reference = r,
                                    })
                                : s,
                        () => _identity = false);
                    break;
                case 5:
                    var account = Account();
                    Do($"receiver {account}", s => SellerTransitions.SetReceiver(s, account, Now, CoolingOff), () => Named(account));
                    break;
                case 6 or 7 or 8 or 9:
                    Do("verify", s => SellerTransitions.Verify(s, Now), () => _verified = (_submission, _account));
                    break;
                case 10:
                    Do("restrict", s => SellerTransitions.Restrict(s, "r", Now), () => _heldByOperator = true);
                    break;
                case 11:
                    var until = Now + TimeSpan.FromDays(2);
                    Do("lift", s => SellerTransitions.LiftRestriction(s, until), () =>
                        (_heldByOperator, _owes, _tolerated) = (false, false, _owes ? until : _tolerated));
                    break;
                case 12:
                    Do("debt", s => SellerTransitions.RestrictForDebt(s, Now), () => _owes |= Now >= _tolerated && !_closed);
                    break;
                case 13:
                    Do("debt paid", s => SellerTransitions.DebtIsPaid(s), () => _owes = false);
                    break;
                case 14:
                    var (told, limits) = (Account(), _random.Next(2) == 0);
                    Do(
                        $"paypal {told} {limits}",
                        s => SellerTransitions.UpdatePayPalStatus(s, told, new(!limits, limits ? "limited" : null, Now)),
                        () =>
                        {
                            // Of an account that is not the receiver only the end of a limitation is noted.
                            if (!_closed && !limits)
                                _limited.Remove(told);
                            else if (!_closed && told == _account)
                                _limited.Add(told);
                        });
                    break;
                case 15:
                    Do("begin", s => SellerTransitions.BeginReferral(s, Now), () =>
                    {
                        (_referral, _referralOpen) = (Seller.Referral!.Number, true);
                    });
                    break;
                case 16:
                    var (number, named) = (_random.Next(1, Math.Max(2, _referral + 1)), Account());
                    Do($"end {number} {named}", s => SellerTransitions.EndReferral(s, number, named, Now, CoolingOff), () =>
                    {
                        if (_referralOpen && number == _referral && !_closed)
                            Named(named);
                    });
                    break;
                case 17:
                    Do("clear sanctions", s => SellerTransitions.ClearSanctions(s, "opr-1", "n", Now), () => _listed = false);
                    break;
                default:
                    if (_random.Next(20) == 0)
                        Do("revoke", s => SellerTransitions.Revoke(s, "r", Now), () => _closed = true);
                    break;
            }
        }

        public override string ToString() => string.Join(", ", _done);

        private string Account() => Accounts[_random.Next(Accounts.Length)];

        private void Named(string account)
        {
            _referralOpen = false;
            if (account == _account)
                return;
            (_account, _accountChanged) = (account, Now);
        }

        private void Do(string name, Func<Seller, SellerDecision> command, Action took)
        {
            if (command(Seller).Next is not { } next)
                return;
            Seller = next;
            _done.Add(name);
            took();
        }
#pragma warning restore CA5394
    }
}
