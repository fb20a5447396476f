using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.Local.Tests.Sdk;

/// <summary>One place where the local SDK is not what the official API is.</summary>
/// <param name="Entry">The local entry, or the official one that is missing.</param>
/// <param name="What">What is wrong with it.</param>
/// <param name="Detail">More about it, when the entry itself does not say it.</param>
public sealed record SurfaceDifference(SurfaceEntry Entry, string What, string? Detail = null)
{
    public override string ToString() => $"{What}: {Entry.Id} | {Detail ?? Entry.Facts}";
}
