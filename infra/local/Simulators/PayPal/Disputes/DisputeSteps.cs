using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Disputes;

/// <summary>The steps of a dispute. Each moves the money, records the movements, and announces the dispute.</summary>
internal static class DisputeSteps
{
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromDays(10);

    /// <exception cref="InvalidOperationException">Nothing was captured, nothing is left, or there already is a dispute.</exception>
    public static SimulatedDispute Open(PayPalTransaction transaction, string captureId, DisputePlan plan)
    {
        var capture = CaptureBody.Find(transaction, captureId);
        var left = plan.WasReversed ? capture.Refunded : capture.Gross - capture.Refunded - TakenOf(transaction, captureId);
        var amount = plan.Amount ?? left;
        if (capture.Status is "PENDING" or "DECLINED" || amount <= 0 || amount > left || IsDisputed(transaction, captureId))
            throw new InvalidOperationException(
                $"Of capture {captureId} ({capture.Status}), {left} cents can be disputed, by one dispute at a time.");

        var dispute = new SimulatedDispute
        {
            Id = "PP-D-" + transaction.NewId(),
            CaptureId = captureId,
            Reason = plan.Reason,
            Status = "WAITING_FOR_SELLER_RESPONSE",
            Stage = plan.IsChargeback ? "CHARGEBACK" : "INQUIRY",
            Channel = plan.IsChargeback ? "EXTERNAL" : "INTERNAL",
            Currency = capture.Currency,
            Amount = amount,
            Created = transaction.Now,
            Updated = transaction.Now,
            AnswerBy = transaction.Now + TimeToAnswer,
        };
        if (plan.WasReversed)
        {
            var moved = new SimulatedMovement(
                SimulatedMovement.Seller,
                IsDebit: true,
                amount,
                SimulatedMovement.Settlement,
                transaction.Now);
            dispute = dispute with { WasReversed = true, Movements = [moved] };
        }
        else if (plan.Withholds)
            dispute = Move(transaction, dispute, SimulatedMovement.Seller, isDebit: true, amount);
        return Announce(transaction, dispute, "CREATED");
    }

    /// <summary>Changes whom the dispute waits for: OPEN, WAITING_FOR_BUYER_RESPONSE, WAITING_FOR_SELLER_RESPONSE or
    /// UNDER_REVIEW.</summary>
    public static SimulatedDispute Become(PayPalTransaction transaction, SimulatedDispute dispute, string status)
    {
        Demand(dispute, isOpen: true);
        return Announce(
            transaction,
            dispute with
            {
                Status = status,
                AnswerBy = status == "UNDER_REVIEW" ? null : dispute.AnswerBy,
            },
            "UPDATED");
    }

    public static SimulatedDispute Resolve(PayPalTransaction transaction, SimulatedDispute dispute, DisputeResolution resolution)
    {
        Demand(dispute, isOpen: true);
        var next = Move(transaction, dispute, SimulatedMovement.Seller, isDebit: true, resolution.ToBuyer - dispute.Taken);
        next = Move(transaction, next, SimulatedMovement.Buyer, isDebit: false, resolution.ToBuyer);
        next = Move(
            transaction,
            next,
            SimulatedMovement.Seller,
            isDebit: true,
            resolution.Fee,
            dispute.Channel == "EXTERNAL" ? "CHARGEBACK_FEE" : "DISPUTE_FEE");
        return Announce(
            transaction,
            next with
            {
                Status = "RESOLVED",
                Outcome = resolution.Outcome,
                Shows = resolution.Shows,
                AnswerBy = null,
            },
            "RESOLVED");
    }

    /// <summary>Reopens a dispute by an appeal or the bank's second attempt: what the seller got back is withheld again.</summary>
    public static SimulatedDispute Reopen(PayPalTransaction transaction, SimulatedDispute dispute)
    {
        Demand(dispute, isOpen: false);
        var next = dispute.Taken == 0 ? Move(transaction, dispute, SimulatedMovement.Seller, isDebit: true, dispute.Amount) : dispute;
        return Announce(transaction, next with { Status = "UNDER_REVIEW", Outcome = null, Stage = "PRE_ARBITRATION" }, "UPDATED");
    }

    /// <summary>Adds tracking numbers as the seller's evidence.</summary>
    public static SimulatedDispute Show(PayPalTransaction transaction, SimulatedDispute dispute, IEnumerable<string> numbers) =>
        Become(transaction, dispute with { Evidence = [.. dispute.Evidence, .. numbers] }, "UNDER_REVIEW");

    public static bool IsDisputed(PayPalTransaction transaction, string captureId) => Of(transaction, captureId).Any(d => d.IsOpen);

    /// <summary>The amount that disputes have taken of a capture, in cents.</summary>
    public static long TakenOf(PayPalTransaction transaction, string captureId) => Of(transaction, captureId).Sum(d => d.Taken);

    /// <exception cref="PayPalRefusal">There is no such dispute.</exception>
    public static SimulatedDispute Find(PayPalTransaction transaction, string id) =>
        transaction.Connection.Find<SimulatedDispute>(id) ?? throw PayPalRefusal.NotFound("id", id);

    private static List<SimulatedDispute> Of(PayPalTransaction transaction, string captureId) =>
        transaction.Connection.Under<SimulatedDispute>(captureId);

    private static SimulatedDispute Move(
        PayPalTransaction transaction,
        SimulatedDispute dispute,
        string party,
        bool isDebit,
        long cents,
        string reason = SimulatedMovement.Settlement)
    {
        if (cents == 0)
            return dispute;
        if (cents < 0)
            return Move(transaction, dispute, party, !isDebit, -cents, reason);
        if (party == SimulatedMovement.Seller)
            transaction.Book(
                new AccountMovement(dispute.Id, CodeOf(isDebit, reason), dispute.Currency, isDebit ? -cents : cents, 0, transaction.Now));
        return dispute with { Movements = [.. dispute.Movements, new SimulatedMovement(party, isDebit, cents, reason, transaction.Now)] };
    }

    private static string CodeOf(bool isDebit, string reason) => reason != SimulatedMovement.Settlement ? AccountMovement.DisputeFee
        : isDebit ? AccountMovement.DisputeHold
        : AccountMovement.DisputeHoldReleased;

    private static SimulatedDispute Announce(PayPalTransaction transaction, SimulatedDispute dispute, string what)
    {
        // Each state gets a distinct time, so that older ones can be told from newer ones.
        var updated =
            what == "CREATED" || transaction.Now > dispute.Updated ? transaction.Now : dispute.Updated + TimeSpan.FromMilliseconds(1);
        var next = transaction.Connection.Save(dispute.Id, dispute with { Updated = updated }, dispute.CaptureId);
        transaction.Announce($"CUSTOMER.DISPUTE.{what}", "dispute", DisputeBody.Full(transaction, next));
        return next;
    }

    private static void Demand(SimulatedDispute dispute, bool isOpen)
    {
        if (dispute.IsOpen != isOpen)
            throw new InvalidOperationException($"Dispute {dispute.Id} is {dispute.Status}.");
    }
}
