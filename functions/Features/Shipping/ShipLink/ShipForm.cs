using ChatPay.Functions.Features.Shipping.Tracking;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>What a seller has entered in the form behind a ship link, and what is wrong with it.</summary>
/// <param name="Carrier">The one that was chosen: a code, <see cref="Carriers.Other"/>, or nothing.</param>
/// <param name="OtherCarrier">The name of another one.</param>
/// <param name="Number">The tracking number.</param>
/// <param name="IsSure">Whether the number is to stand, whatever it looks like.</param>
internal sealed record ShipForm(string Carrier, string OtherCarrier, string Number, bool IsSure)
{
    public static ShipForm Empty { get; } = new("", "", "", false);

    /// <summary>What is wrong: a field and a code; null when nothing is.</summary>
    public FieldFault? Fault { get; init; }

    /// <summary>Whether the carrier does not seem to give such numbers, and the seller has not said that it is right.</summary>
    public bool IsDoubted { get; init; }

    /// <summary>The carrier that is meant, as it was named.</summary>
    public string Named => Carrier == Carriers.Other ? OtherCarrier : Carrier;

    public static ShipForm Of(IReadOnlyDictionary<string, string> fields) => new(
        fields.GetValueOrDefault("carrier") ?? "",
        fields.GetValueOrDefault("otherCarrier") ?? "",
        fields.GetValueOrDefault("trackingNumber") ?? "",
        fields.GetValueOrDefault("sure") == "yes");

    /// <summary>Carrier and number; null without.</summary>
    /// <exception cref="ProblemException">400: one without the other, or something that cannot be shown or sent.</exception>
    public (string Carrier, string Number)? Read() => TrackingInput.Read(Named, Number);

    /// <summary>This, with what a person is to look at once more.</summary>
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
