using System.Security.Cryptography;
using System.Text;

namespace ChatPay.Local.Vault;

/// <summary>Encrypts values with AES-256-GCM. A sealed value is bound to its place, so that rows of the data file cannot be
/// swapped.</summary>
internal sealed class SealedValues(byte[] key) : IDisposable
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly AesGcm _cipher = new(key, TagSize);
    private readonly Lock _gate = new();

    /// <returns>The nonce, tag and ciphertext.</returns>
    public byte[] Seal(string value, string place)
    {
        var plain = Encoding.UTF8.GetBytes(value);
        var result = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceSize));
        lock (_gate)
        {
            _cipher.Encrypt(
                result.AsSpan(0, NonceSize),
                plain,
                result.AsSpan(NonceSize + TagSize),
                result.AsSpan(NonceSize, TagSize),
                Encoding.UTF8.GetBytes(place));
        }

        CryptographicOperations.ZeroMemory(plain);
        return result;
    }

    /// <exception cref="CryptographicException">The value was changed, moved, or sealed with another key.</exception>
    public string Open(byte[] value, string place)
    {
        if (value.Length < NonceSize + TagSize)
            throw new CryptographicException("The sealed value is cut short.");
        var plain = new byte[value.Length - NonceSize - TagSize];
        lock (_gate)
        {
            _cipher.Decrypt(
                value.AsSpan(0, NonceSize),
                value.AsSpan(NonceSize + TagSize),
                value.AsSpan(NonceSize, TagSize),
                plain,
                Encoding.UTF8.GetBytes(place));
        }

        return Encoding.UTF8.GetString(plain);
    }

    public void Dispose() => _cipher.Dispose();
}
