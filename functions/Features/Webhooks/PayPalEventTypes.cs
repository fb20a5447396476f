namespace ChatPay.Functions.Features.Webhooks;

/// <summary>The events that this app subscribes to, and that <see cref="HandlePayPalEvent"/> handles.</summary>
public static class PayPalEventTypes
{
    /// <summary>The event types, grouped by subject.</summary>
    public static IReadOnlyList<PayPalEventGroup> Groups { get; } =
    [
        new("A checkout", "The payment is read at PayPal; what is approved is captured.",
        [
            "CHECKOUT.ORDER.APPROVED",
            "CHECKOUT.ORDER.COMPLETED",
            "CHECKOUT.PAYMENT-APPROVAL.REVERSED",
        ]),
        new("A payment", "The payment and its refunds are read at PayPal; those that were made there are booked.",
        [
            "PAYMENT.CAPTURE.COMPLETED",
            "PAYMENT.CAPTURE.PENDING",
            "PAYMENT.CAPTURE.DECLINED",
            "PAYMENT.CAPTURE.DENIED",
            "PAYMENT.CAPTURE.REFUNDED",
            "PAYMENT.CAPTURE.REVERSED",
        ]),
        // Not for each paid item: the end of the batch covers all of them, and the next sweep finds what is claimed later.
        new("A payout", "The batch is read at PayPal, and each payout of it settled.",
        [
            "PAYMENT.PAYOUTSBATCH.DENIED",
            "PAYMENT.PAYOUTSBATCH.SUCCESS",
            "PAYMENT.PAYOUTS-ITEM.UNCLAIMED",
            "PAYMENT.PAYOUTS-ITEM.RETURNED",
            "PAYMENT.PAYOUTS-ITEM.FAILED",
            "PAYMENT.PAYOUTS-ITEM.DENIED",
            "PAYMENT.PAYOUTS-ITEM.BLOCKED",
            "PAYMENT.PAYOUTS-ITEM.HELD",
            "PAYMENT.PAYOUTS-ITEM.CANCELED",
            "PAYMENT.PAYOUTS-ITEM.REFUNDED",
        ]),
        new("A dispute", "The dispute is read at PayPal. What is not paid out yet waits until it is decided.",
        [
            "CUSTOMER.DISPUTE.CREATED",
            "CUSTOMER.DISPUTE.UPDATED",
            "CUSTOMER.DISPUTE.RESOLVED",
        ]),
        new("A seller's account", "The account is read at PayPal: whether it has consented, and can receive money.",
        [
            "MERCHANT.ONBOARDING.COMPLETED",
            "MERCHANT.PARTNER-CONSENT.REVOKED",
            "CUSTOMER.ACCOUNT-LIMITATION.ADDED",
            "CUSTOMER.ACCOUNT-LIMITATION.ESCALATED",
            "CUSTOMER.ACCOUNT-LIMITATION.UPDATED",
            "CUSTOMER.ACCOUNT-LIMITATION.LIFTED",
        ]),
    ];

    /// <summary>All event types.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Groups.SelectMany(group => group.Types)];
}

/// <summary>Event types with the same effect.</summary>
/// <param name="About">The subject, for people.</param>
/// <param name="Effect">What is done.</param>
/// <param name="Types">PayPal's names of the event types.</param>
public sealed record PayPalEventGroup(string About, string Effect, IReadOnlyList<string> Types);
