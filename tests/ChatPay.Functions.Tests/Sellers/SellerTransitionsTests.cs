using ChatPay.Functions.Sellers;
using ChatPay.Functions.Sellers.InstagramLogin;
using ChatPay.Functions.Sellers.Kyc;
using ChatPay.Functions.Shared.Http;

namespace ChatPay.Functions.Tests.Sellers;

public sealed class SellerTransitionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Later = Now + TimeSpan.FromDays(30);

    private static readonly Seller New = new() { Id = "sel-1", BusinessName = "Mugs", Country = "US", PayPalMerchantId = "SELLERMUGS234", CreatedAt = Now };

    private static Seller Pending => Kyc(Terms(New));

    private static Seller Active => SellerTransitions.Verify(Pending);

    private static Seller Restricted => SellerTransitions.Restrict(Active, "complaints");

    [Fact]
    public void Seller_TermsAndKycInAnyOrder_BecomesPending()
    {
        Assert.Equal(SellerState.Unverified, Terms(New).State);
        Assert.Equal(SellerState.Unverified, Kyc(New).State);
        Assert.Equal(SellerState.Pending, Kyc(Terms(New)).State);
        Assert.Equal(SellerState.Pending, Terms(Kyc(New)).State);
    }

    [Fact]
    public void NextStep_AllTheWay_LeadsToSelling()
    {
        Assert.Equal(SellerStep.AcceptTerms, SellerTransitions.NextStep(New));
        Assert.Equal(SellerStep.SubmitKyc, SellerTransitions.NextStep(Terms(New)));
        Assert.Equal(SellerStep.AwaitVerification, SellerTransitions.NextStep(Pending));
        Assert.Equal(SellerStep.None, SellerTransitions.NextStep(Active));
        Assert.Equal(SellerStep.ContactSupport, SellerTransitions.NextStep(Restricted));
        Assert.True(Active.IsActive);
        Assert.False(Restricted.IsActive);
    }

    [Fact]
    public void Verify_BeforeTermsAndKyc_SaysWhatIsMissing()
    {
        var neither = Refused(() => SellerTransitions.Verify(New));
        Assert.Equal(422, neither.Status);
        Assert.Contains("terms", neither.Message, StringComparison.Ordinal);
        Assert.Contains("identity", neither.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("terms are", Refused(() => SellerTransitions.Verify(Terms(New))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transitions_Repeated_ChangeNothing()
    {
        Assert.Equal(Active, SellerTransitions.Verify(Active));
        Assert.Equal(Restricted, SellerTransitions.Restrict(Restricted, "complaints"));
        Assert.Equal(Active, SellerTransitions.LiftRestriction(Active, Later));
        Assert.Equal(Terms(New), SellerTransitions.AcceptTerms(Terms(New), "v1", "v1", Now + TimeSpan.FromDays(1)));
    }

    [Fact]
    public void AcceptTerms_AnotherVersionThanTheCurrent_IsRefused() =>
        Assert.Equal((422, "version"), Refused(() => SellerTransitions.AcceptTerms(New, "v0", "v1", Now)) is var e ? (e.Status, e.Field) : default);

    [Fact]
    public void SubmitKyc_WhenActive_VoidsTheVerification()
    {
        var again = SellerTransitions.SubmitKyc(Active, "kyc-2", Now);
        Assert.Equal((SellerState.Pending, "kyc-2"), (again.State, again.KycReference));
        Assert.Equal(SellerState.Active, SellerTransitions.Verify(again).State);
    }

    [Fact]
    public void RestrictForDebt_StopsSellingAndLetsPayoutsGoOnUntilItIsPaid()
    {
        var owing = SellerTransitions.RestrictForDebt(Active, Now);
        Assert.Equal((SellerState.Restricted, false, true), (owing.State, owing.IsActive, owing.MayBePaid));
        Assert.Equal(owing, SellerTransitions.RestrictForDebt(owing, Now));
        Assert.Equal(Active, SellerTransitions.DebtIsPaid(owing));
    }

    [Fact]
    public void RestrictForDebt_WhatAnOperatorHasDecided_Stays()
    {
        Assert.Equal(Restricted, SellerTransitions.RestrictForDebt(Restricted, Now));
        Assert.Equal(Restricted, SellerTransitions.DebtIsPaid(Restricted));
        Assert.False(SellerTransitions.Restrict(SellerTransitions.RestrictForDebt(Active, Now), "fraud").MayBePaid);
        var lifted = SellerTransitions.LiftRestriction(SellerTransitions.RestrictForDebt(Active, Now), Later);
        Assert.True(SellerTransitions.RestrictForDebt(lifted, Later - TimeSpan.FromSeconds(1)).IsActive);
        Assert.False(SellerTransitions.RestrictForDebt(lifted, Later).IsActive);
    }

    [Fact]
    public void Restriction_OfAnActiveSeller_StopsAndLets()
    {
        Assert.Equal((SellerState.Restricted, "complaints"), (Restricted.State, Restricted.StateReason));
        Assert.Equal((SellerState.Active, null), SellerTransitions.LiftRestriction(Restricted, Later) is var lifted ? (lifted.State, lifted.StateReason) : default);
        Assert.Equal(409, Refused(() => SellerTransitions.Restrict(Pending, "r")).Status);
        Assert.Equal("pending", Refused(() => SellerTransitions.LiftRestriction(Pending, Later)).State);
        Assert.Equal(409, Refused(() => SellerTransitions.Verify(Restricted)).Status);
        Assert.Equal(409, Refused(() => SellerTransitions.SubmitKyc(Restricted, "kyc-2", Now)).Status);
    }

    [Fact]
    public void Revoked_Any_StaysRevoked()
    {
        var revoked = Active with { State = SellerState.Revoked };
        Assert.All(
            new Func<Seller>[]
            {
                () => Terms(revoked), () => Kyc(revoked), () => SellerTransitions.Verify(revoked), () => SellerTransitions.Restrict(revoked, "r"),
                () => SellerTransitions.LiftRestriction(revoked, Later), () => SellerTransitions.SetInstagram(revoked, Account),
            },
            change => Assert.Equal((409, "revoked"), Refused(() => change()) is var e ? (e.Status, e.State) : default));
    }

    private static Seller Terms(Seller seller) => SellerTransitions.AcceptTerms(seller, "v1", "v1", Now);

    private static Seller Kyc(Seller seller) => SellerTransitions.SubmitKyc(seller, "kyc-1", Now);

    private static ProblemException Refused(Func<Seller> change) => Assert.Throws<ProblemException>(() => { change(); });

    [Fact]
    public void Verify_SellerOnASanctionsList_IsRefusedUntilAnotherSubmissionIsClear()
    {
        var listed = SellerTransitions.SubmitKyc(Pending, "kyc-2", Now, Screening.Listed);
        Assert.Equal("sanctions-listed", Refused(() => SellerTransitions.Verify(listed)).Code);
        Assert.Equal(SellerState.Active, SellerTransitions.Verify(SellerTransitions.SubmitKyc(listed, "kyc-3", Now, Screening.Clear)).State);
    }

    [Fact]
    public void PayPal_ThatLimitsTheAccount_StopsSellingAndPayoutsUntilItIsOver()
    {
        var limited = SellerTransitions.StandsAtPayPal(Active, Active.PayPalMerchantId, new(false, "limited", Now));
        Assert.Equal((false, false, SellerStep.PutPayPalRight), (limited.IsActive, limited.MayBePaid, SellerTransitions.NextStep(limited)));
        Assert.Equal((SellerState.Restricted, "limited"), (SellerView.Of(limited, new SellerTerms()).State, SellerView.Of(limited, new SellerTerms()).Reason));
        Assert.Same(limited, SellerTransitions.StandsAtPayPal(limited, limited.PayPalMerchantId, new(false, "limited", Later)));
        Assert.True(SellerTransitions.StandsAtPayPal(limited, limited.PayPalMerchantId, new(true, null, Later)).IsActive);
        Assert.Equal(SellerState.Pending, SellerTransitions.StandsAtPayPal(Active, "ANOTHERSELLER", new(true, null, Now)).State);
        Assert.Null(SellerTransitions.SetReceiver(limited, "ANOTHERSELLER").AtPayPal);
    }

    [Fact]
    public void Revoke_Any_IsForGood()
    {
        var revoked = SellerTransitions.Revoke(Restricted, "fraud");
        Assert.Equal((SellerState.Revoked, "fraud"), (revoked.State, revoked.StateReason));
        Assert.Same(revoked, SellerTransitions.Revoke(revoked, "again"));
        Assert.Same(revoked, SellerTransitions.StandsAtPayPal(revoked, "ANOTHERSELLER", new(true, null, Now)));
        Assert.False(revoked.MayBePaid);
    }

    [Fact]
    public void Instagram_LostByAnOldToken_StaysConnectedByTheNewOne()
    {
        var seller = SellerTransitions.SetInstagram(New, Account);

        Assert.Same(seller, SellerTransitions.LoseInstagram(seller, "igt-0", Later));
        var lost = SellerTransitions.LoseInstagram(seller, Account.TokenReference, Later);
        Assert.Equal(Later, lost.Instagram!.LostSince);
        Assert.Same(lost, SellerTransitions.LoseInstagram(lost, Account.TokenReference, Later.AddDays(1)));
        Assert.Null(SellerTransitions.SetInstagram(lost, null).Instagram);
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
