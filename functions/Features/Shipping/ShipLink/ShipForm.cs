using ChatPay.Functions.Features.Shipping.Tracking;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>The input of the form behind a ship link, and its fault.</summary>
/// <param name="Carrier">The chosen carrier: a code, <see cref="Carriers.Other"/>, or nothing.</param>
/// <param name="OtherCarrier">The name of another carrier.</param>
/// <param name="Number">The tracking number.</param>
/// <param name="IsSure">Whether the seller insists on the number, whatever it looks like.</param>
internal sealed record ShipForm(string Carrier, string OtherCarrier, string Number, bool IsSure)
{
    public static ShipForm Empty { get; } = new("", "", "", false);

    /// <summary>The fault, as a field and a code; null when there is none.</summary>
    public FieldFault? Fault { get; init; }

    /// <summary>Whether the carrier does not seem to issue such numbers, and the seller has not insisted.</summary>
    public bool IsDoubted { get; init; }

    /// <summary>The chosen carrier, as it was named.</summary>
    public string Named => Carrier == Carriers.Other ? OtherCarrier : Carrier;

    public static ShipForm Of(IReadOnlyDictionary<string, string> fields) => new(
        fields.GetValueOrDefault("carrier") ?? "",
        fields.GetValueOrDefault("otherCarrier") ?? "",
        fields.GetValueOrDefault("trackingNumber") ?? "",
        fields.GetValueOrDefault("sure") == "yes");

    /// <summary>Carrier and number; null without them.</summary>
    /// <exception cref="ProblemException">400: one without the other, or with invalid characters.</exception>
    public (string Carrier, string Number)? Read() => TrackingInput.Read(Named, Number);

    /// <summary>This form with the fault that a person has to check.</summary>
    public ShipForm Checked()
    {
        try
        {
            return this with { IsDoubted = !IsSure && Read() is var (carrier, number) && !Carriers.Gives(carrier, number) };
        }
        catch (ProblemException e) when (e.Errors is [var fault, ..])
        {
            return this with { Fault = fault };
        }
    }
}
