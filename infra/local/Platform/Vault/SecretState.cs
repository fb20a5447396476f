namespace ChatPay.Local.Vault;

/// <summary>The state of a secret's name.</summary>
internal enum SecretState
{
    /// <summary>No secret has the name.</summary>
    None,

    Active,

    /// <summary>Deleted, but not yet visible among the deleted secrets.</summary>
    BeingDeleted,

    Deleted,

    /// <summary>Recovered, but not yet visible among the secrets.</summary>
    BeingRecovered,

    /// <summary>Purged, but the name is not yet free.</summary>
    BeingPurged,
}
