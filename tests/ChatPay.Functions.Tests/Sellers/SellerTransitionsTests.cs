using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Tests.Sellers;

public sealed class SellerTransitionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Later = Now + TimeSpan.FromDays(30);

    private static readonly DateTimeOffset Valid = Now + TimeSpan.FromDays(730);

    private static readonly TimeSpan CoolingOff = TimeSpan.FromHours(72);

    private static readonly Seller New = new()
    {
        Id = "sel-1",
        BusinessName = "Mugs",
        Country = "US",
        PayPalMerchantId = "SELLERMUGS234",
        CreatedAt = Now,
    };

    private static Seller Pending { get; } = Kyc(Terms(New));

    private static Seller Active { get; } = SellerTransitions.Verify(Pending, Now).Next!;

    private static Seller Restricted { get; } = SellerTransitions.Restrict(Active, "complaints", Now).Next!;

    [Fact]
    public void Seller_TermsAndKycInAnyOrder_BecomesPending()
    {
        Assert.Equal(SellerState.Unverified, Terms(New).StateAt(Now));
        Assert.Equal(SellerState.Unverified, Kyc(New).StateAt(Now));
        Assert.Equal(SellerState.Pending, Kyc(Terms(New)).StateAt(Now));
        Assert.Equal(SellerState.Pending, Terms(Kyc(New)).StateAt(Now));
    }

    [Fact]
    public void NextStep_AllTheWay_LeadsToSelling()
    {
        Assert.Equal(SellerStep.AcceptTerms, New.NextStepAt(Now));
        Assert.Equal(SellerStep.SubmitKyc, Terms(New).NextStepAt(Now));
        Assert.Equal(SellerStep.AwaitVerification, Pending.NextStepAt(Now));
        Assert.Equal(SellerStep.None, Active.NextStepAt(Now));
        Assert.Equal(SellerStep.ContactSupport, Restricted.NextStepAt(Now));
        Assert.True(Active.MaySell(Now));
        Assert.False(Restricted.MaySell(Now));
    }

    [Fact]
    public void Verify_BeforeTermsAndKyc_SaysWhatIsMissing()
    {
        var neither = Refused(() => SellerTransitions.Verify(New, Now));
        Assert.Equal(422, neither.Status);
        Assert.Contains("terms", neither.Message, StringComparison.Ordinal);
        Assert.Contains("identity", neither.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("terms are", Refused(() => SellerTransitions.Verify(Terms(New), Now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transitions_Repeated_ChangeNothing()
    {
        Assert.Equal(Active, SellerTransitions.Verify(Active, Later).Next!);
        Assert.Equal(Restricted, SellerTransitions.Restrict(Restricted, "complaints", Later).Next!);
        Assert.Equal(Active, SellerTransitions.LiftRestriction(Active, Later).Next!);
        Assert.Equal(Terms(New), SellerTransitions.AcceptTerms(Terms(New), "v1", "v1", Now + TimeSpan.FromDays(1)).Next!);
    }

    [Fact]
    public void AcceptTerms_AnotherVersionThanTheCurrent_IsRefused() =>
        Assert.Equal(
            (422, "version"),
            Refused(() => SellerTransitions.AcceptTerms(New, "v0", "v1", Now)) is var e ? (e.Status, e.Field) : default
        );

    [Fact]
    public void SubmitKyc_WhenActive_VoidsTheVerification()
    {
        var again = SellerTransitions.SubmitKyc(Active, "kyc-2", Now, Valid).Next!;
        Assert.Equal((SellerState.Pending, "kyc-2"), (again.StateAt(Now), again.KycReference));
        Assert.Equal(SellerState.Active, SellerTransitions.Verify(again, Now).Next!.StateAt(Now));
    }

    [Fact]
    public void RestrictForDebt_StopsSellingAndLetsPayoutsGoOnUntilItIsPaid()
    {
        var owing = SellerTransitions.RestrictForDebt(Active, Now);
        Assert.Equal((SellerState.Restricted, false, true), (owing.StateAt(Now), owing.MaySell(Now), owing.MayBePaid(Now)));
        Assert.Equal(owing, SellerTransitions.RestrictForDebt(owing, Now));
        Assert.Equal(Active, SellerTransitions.DebtIsPaid(owing));
    }

    [Fact]
    public void Holds_OfDifferentCauses_EndEachByItsOwn()
    {
        var both = SellerTransitions.RestrictForDebt(Restricted, Now);
        Assert.Equal(Restricted, SellerTransitions.DebtIsPaid(both));
        Assert.False(both.MayBePaid(Now));
        var lifted = SellerTransitions.LiftRestriction(both, Later).Next!;
        Assert.True(SellerTransitions.RestrictForDebt(lifted, Later - TimeSpan.FromSeconds(1)).MaySell(Now));
        Assert.False(SellerTransitions.RestrictForDebt(lifted, Later).MaySell(Now));
    }

    [Fact]
    public void Receiver_ChangedWhileRestrictedForDebt_IsNotPaidBeforeItIsVerifiedAndHasCooledOff()
    {
        var owing = SellerTransitions.RestrictForDebt(Active, Now);
        var redirected = SellerTransitions.SetReceiver(owing, "ATTACKERS2345", Now, CoolingOff).Next!;
        Assert.False(redirected.MayBePaid(Now + TimeSpan.FromDays(30)));
        Assert.Equal(SellerState.Pending, SellerTransitions.DebtIsPaid(redirected).StateAt(Now));
        Assert.Equal(SellerState.Pending, SellerTransitions.LiftRestriction(redirected, Later).Next!.StateAt(Now));

        var verified = SellerTransitions.Verify(redirected, Now).Next!;
        Assert.False(verified.MayBePaid(Now + CoolingOff - TimeSpan.FromTicks(1)));
        Assert.True(verified.MayBePaid(Now + CoolingOff));
        Assert.Contains(
            "payouts wait until 4 March 2026 12:00",
            SellerTransitions.DebtIsPaid(verified).ReasonAt(Now),
            StringComparison.Ordinal);
    }

    [Fact]
    public void IdentityData_ErasedOrOverWhileRestricted_IsMissingWhenTheRestrictionIsLifted()
    {
        var erased = SellerTransitions.EraseKyc(
            Restricted,
            new IdentityErasure
            {
                RequestedAt = Now,
                EraseAt = Later,
                Reference = "kyc-1",
            });
        Assert.Equal(SellerState.Unverified, SellerTransitions.LiftRestriction(erased, Later).Next!.StateAt(Now));
        Assert.Equal(SellerState.Unverified, SellerTransitions.LiftRestriction(Restricted, Later).Next!.StateAt(Valid));
        Assert.False(SellerTransitions.RestrictForDebt(Active, Now).MayBePaid(Valid));
    }

    [Fact]
    public void Erasure_OfNewerDataWhileOlderIsStillKept_KeepsBothWrittenDown()
    {
        var first = SellerTransitions.EraseKyc(Active, new IdentityErasure { RequestedAt = Now, EraseAt = Later, Reference = "kyc-1" });
        var second = SellerTransitions.SubmitKyc(first, "kyc-2", Now, Valid).Next!;
        var both = SellerTransitions.EraseKyc(second, new IdentityErasure { RequestedAt = Now, EraseAt = Later, Reference = "kyc-2" });
        Assert.Equal(("kyc-2", "kyc-1"), (both.Erasure!.Reference, Assert.Single(both.EarlierErasures!).Reference));
    }

    [Fact]
    public void Restriction_OfAnybody_StopsAndLetsWhatElseCountsCount()
    {
        Assert.Equal((SellerState.Restricted, "complaints"), (Restricted.StateAt(Now), Restricted.ReasonAt(Now)));
        Assert.Equal(
            (SellerState.Active, null),
            SellerTransitions.LiftRestriction(Restricted, Later).Next is { } lifted
                ? (lifted.StateAt(Now), lifted.ReasonAt(Now))
                : default);
        Assert.Equal(
            SellerState.Pending,
            SellerTransitions.LiftRestriction(SellerTransitions.Restrict(Pending, "r", Now).Next!, Later).Next!.StateAt(Now));
        var held = SellerTransitions.Restrict(Pending, "r", Now).Next!;
        Assert.Equal(SellerState.Restricted, SellerTransitions.Verify(held, Now).Next!.StateAt(Now));
        Assert.Equal("seller-restricted", Refused(() => SellerTransitions.SubmitKyc(Restricted, "kyc-2", Now, Valid)).Code);
    }

    [Fact]
    public void Revoked_Any_StaysRevoked()
    {
        var revoked = SellerTransitions.Revoke(Active, "fraud", Now);
        Assert.All(
            new Func<SellerDecision>[]
            {
                () => SellerTransitions.AcceptTerms(revoked, "v1", "v1", Now),
                () => SellerTransitions.SubmitKyc(revoked, "kyc-1", Now, Valid),
                () => SellerTransitions.Verify(revoked, Now),
                () => SellerTransitions.Restrict(revoked, "r", Now),
                () => SellerTransitions.LiftRestriction(revoked, Later),
                () => SellerTransitions.SetInstagram(revoked, Account),
                () => SellerTransitions.SetReceiver(revoked, "ANOTHERSELLER", Now, CoolingOff),
                () => SellerTransitions.BeginReferral(revoked, Now),
            },
            change =>
                Assert.Equal(
                    (409, "revoked"),
                    Refused(change) is var e ? (e.Status, e.CurrentStatus) : default));
    }

    private static Seller Terms(Seller seller) => SellerTransitions.AcceptTerms(seller, "v1", "v1", Now).Next!;

    private static Seller Kyc(Seller seller) => SellerTransitions.SubmitKyc(seller, "kyc-1", Now, Valid).Next!;

    private static ProblemException Refused(Func<SellerDecision> change) =>
        Assert.Throws<ProblemException>(() => SellerStore.Taken(change()));

    [Fact]
    public void Sanctions_ListedOnce_HoldTheSellerWhateverIsHandedInUntilAnOperatorClearsIt()
    {
        var listed = SellerTransitions.SubmitKyc(Active, "kyc-2", Now, Valid, Screening.Listed).Next!;
        var resubmitted = SellerTransitions.SubmitKyc(listed, "kyc-3", Later, Valid, Screening.Clear).Next!;
        var erased = SellerTransitions.EraseKyc(
            resubmitted,
            new()
            {
                RequestedAt = Later,
                EraseAt = Later,
                Reference = "kyc-3",
            });
        var back = SellerTransitions.LiftRestriction(
            SellerTransitions.SubmitKyc(erased, "kyc-4", Later, Valid, Screening.NotScreened).Next!,
            Later).Next!;
        Assert.All(
            new[] { listed, resubmitted, back },
            held =>
            {
                Assert.Equal((false, false, Now), (held.MaySell(Now), held.MayBePaid(Now), held.SanctionsHold!.Since));
                Assert.Equal("sanctions-listed", Refused(() => SellerTransitions.Verify(held, Now)).Code);
            });

        var cleared = SellerTransitions.ClearSanctions(back, "opr-1", "another date of birth", Later);
        Assert.Equal(new SanctionsClearance(Now, Later, "opr-1", "another date of birth"), cleared.SanctionsCleared);
        Assert.Same(cleared, SellerTransitions.ClearSanctions(cleared, "opr-2", "again", Later));
        Assert.False(cleared.MayBePaid(Now));
        Assert.Equal(SellerState.Active, SellerTransitions.Verify(cleared, Now).Next!.StateAt(Now));
        Assert.NotNull(SellerTransitions.SubmitKyc(cleared, "kyc-5", Later, Valid, Screening.Listed).Next!.SanctionsHold);
    }

    [Fact]
    public void Sanctions_TheSeller_IsNotToldOfThem()
    {
        var listed = SellerTransitions.SubmitKyc(Pending, "kyc-2", Now, Valid, Screening.Listed).Next!;
        var clear = SellerTransitions.SubmitKyc(Pending, "kyc-2", Now, Valid, Screening.Clear).Next!;
        Assert.Equal(SellerView.Of(clear, new SellerTerms(), Now), SellerView.Of(listed, new SellerTerms(), Now));
    }

    [Fact]
    public void PayPal_ThatLimitsTheAccount_StopsSellingAndPayoutsUntilItIsOver()
    {
        var limited = SellerTransitions.UpdatePayPalStatus(Active, Active.PayPalMerchantId, new(false, "limited", Now));
        Assert.Equal((false, false, SellerStep.FixPayPalAccount), (limited.MaySell(Now), limited.MayBePaid(Now), limited.NextStepAt(Now)));
        Assert.Equal(
            (SellerState.Restricted, "limited"),
            SellerView.Of(limited, new SellerTerms(), Now) is var view ? (view.Status, view.Reason) : default);
        Assert.Same(limited, SellerTransitions.UpdatePayPalStatus(limited, limited.PayPalMerchantId, new(true, null, Now.AddSeconds(-1))));
        Assert.True(SellerTransitions.UpdatePayPalStatus(limited, limited.PayPalMerchantId, new(true, null, Later)).MaySell(Now));
        Assert.Null(SellerTransitions.SetReceiver(limited, "ANOTHERSELLER", Now, CoolingOff).Next!.AtPayPal);
    }

    [Fact]
    public void PayPal_ThatLimitedAnAccount_IsNotForgottenWhenTheSellerNamesAnotherAndTheFirstAgain()
    {
        var own = Active.PayPalMerchantId;
        var limited = SellerTransitions.UpdatePayPalStatus(Active, own, new(false, "limited", Now));
        var away = SellerTransitions.SetReceiver(limited, "ANOTHERSELLER", Now, CoolingOff).Next!;
        var back = SellerTransitions.SetReceiver(away, own, Now, CoolingOff).Next!;
        Assert.False(back.MaySell(Now));
        Assert.Equal((SellerState.Restricted, "limited"), (back.StateAt(Now), back.ReasonAt(Now)));
        Assert.True(SellerTransitions.UpdatePayPalStatus(back, own, new(true, null, Later)).MaySell(Now));

        // What PayPal says meanwhile counts.
        var freed = SellerTransitions.UpdatePayPalStatus(away, own, new(true, null, Later));
        Assert.True(SellerTransitions.SetReceiver(freed, own, Now, CoolingOff).Next!.MaySell(Now));
        var old = SellerTransitions.UpdatePayPalStatus(away, own, new(true, null, Now.AddSeconds(-1)));
        Assert.False(SellerTransitions.SetReceiver(old, own, Now, CoolingOff).Next!.MaySell(Now));
    }

    [Fact]
    public void Changes_TooManyWithinADay_AreRefusedUntilTheFirstIsADayOld()
    {
        var seller = New;
        for (var i = 0; i < ChangeLimit.Most; i++)
            seller = ChangeLimit.CountAttempt(seller, seller, Now.AddHours(i)).Next!;
        var late = Now.AddHours(ChangeLimit.Most);
        Assert.Equal("too-many-changes", ChangeLimit.CountAttempt(seller, seller, late).Refusal?.Code);
        Assert.Equal("too-many-changes", SellerTransitions.SetReceiver(seller, "ANOTHERSELLER", late, CoolingOff).Refusal?.Code);
        // A repeat changes nothing.
        Assert.Same(seller, SellerTransitions.SetReceiver(seller, seller.PayPalMerchantId, late, CoolingOff).Next);
        Assert.NotNull(ChangeLimit.CountAttempt(seller, seller, Now + ChangeLimit.Within).Next);
    }

    [Fact]
    public void PayPal_TellingOfAnotherAccountThanTheOneThatIsPaid_ChangesNothing() =>
        Assert.Equal(Active, SellerTransitions.UpdatePayPalStatus(Active, "ANOTHERSELLER", new(true, null, Now)));

    [Fact]
    public void Referral_TakesTheAccountOnceAndOnlyWhileItIsOpen()
    {
        var begun = SellerTransitions.BeginReferral(Active, Now).Next!;
        Assert.Same(begun, SellerTransitions.BeginReferral(begun, Now.AddHours(1)).Next!);
        Assert.Same(begun, SellerTransitions.EndReferral(begun, 2, "ANOTHERSELLER", Now, CoolingOff));
        var ended = SellerTransitions.EndReferral(begun, 1, "ANOTHERSELLER", Now, CoolingOff);
        Assert.Equal(("ANOTHERSELLER", SellerState.Pending), (ended.PayPalMerchantId, ended.StateAt(Now)));

        // A PayPal event that is repeated, or arrives after the seller has changed the account, restores nothing.
        var decided = SellerTransitions.SetReceiver(begun, "OWNSELLER2345", Now, CoolingOff).Next!;
        Assert.Same(decided, SellerTransitions.EndReferral(decided, 1, "ANOTHERSELLER", Now, CoolingOff));
        var again = SellerTransitions.BeginReferral(ended, Now).Next!;
        Assert.Same(again, SellerTransitions.EndReferral(again, 1, "OLDSELLER2345", Now, CoolingOff));
    }

    [Fact]
    public void Contact_ChangedOften_KeepsTheOldestAddresses()
    {
        var changed = New;
        for (var i = 1; i <= 10; i++)
            changed = SellerTransitions.SetContact(changed, $"eml-{i}", Now, Later).Next!;
        string[] oldest = ["eml-1", "eml-2", "eml-3", "eml-4", "eml-5"];
        Assert.Equal(oldest, changed.ReplacedContacts!.Select(c => c.Reference));
        Assert.Equal(oldest, SellerTransitions.SetContact(changed, null, Now, Later).Next!.ReplacedContacts!.Select(c => c.Reference));
        Assert.Same(changed, SellerTransitions.ForgetContacts(changed, Now));
        Assert.Null(SellerTransitions.ForgetContacts(changed, Later).ReplacedContacts);
    }

    [Fact]
    public void Revoke_Any_IsForGood()
    {
        var revoked = SellerTransitions.Revoke(Restricted, "fraud", Now);
        Assert.Equal((SellerState.Revoked, "fraud"), (revoked.StateAt(Now), revoked.ReasonAt(Now)));
        Assert.Same(revoked, SellerTransitions.Revoke(revoked, "again", Later));
        Assert.Same(revoked, SellerTransitions.UpdatePayPalStatus(revoked, revoked.PayPalMerchantId, new(true, null, Now)));
        Assert.False(revoked.MayBePaid(Now));
    }

    [Fact]
    public void Instagram_LostByAnOldToken_StaysConnectedByTheNewOne()
    {
        var seller = SellerTransitions.SetInstagram(New, Account).Next!;

        Assert.Same(seller, SellerTransitions.LoseInstagramConnection(seller, "igt-0", Later));
        var lost = SellerTransitions.LoseInstagramConnection(seller, Account.TokenReference, Later);
        Assert.Equal(Later, lost.Instagram!.LostSince);
        Assert.Same(lost, SellerTransitions.LoseInstagramConnection(lost, Account.TokenReference, Later.AddDays(1)));
        Assert.Null(SellerTransitions.SetInstagram(lost, null).Next!.Instagram);
    }

    private static readonly InstagramAccount Account = new()
    {
        AccountId = "1",
        UserId = "9",
        Username = "mugs",
        TokenReference = "igt-1",
        TokenExpiresAt = Later,
        ConnectedAt = Later,
    };
}
