using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.Vault;

namespace ChatPay.Local.Tests.Vault;

public sealed class ReplacedSecretTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-vault-");

    /// <summary>On a clock so fast that the purge sometimes ends in the middle of an attempt.</summary>
    [Fact]
    public async Task Secret_SetTheMomentThatTheOldOneIsGone_IsThere()
    {
        using var clock = new LocalClock(new LocalClockOptions { TimeScale = 1000 });
        using var values = new SealedValues(new byte[32]);
        await using var journal = SqliteJournal.Open(Path.Combine(_folder.FullName, "vault.db"), SecretRows.Version, SecretRows.Schema);
        var store = new VaultStore(journal, clock, values, recoverableDays: 90);
        for (var round = 0; round < 30; round++)
        {
            await SetAsync(store, $"{round}");
            Assert.Equal($"{round}", store.ValueOf(store.Get("key", null)));
            store.Settling = TimeSpan.Zero;
            await store.DeleteAsync("key");
            store.Settling = TimeSpan.FromSeconds(30);
            await store.PurgeAsync("key");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task SetAsync(VaultStore store, string value)
    {
        while (true)
        {
            try
            {
                await store.SetAsync("key", value, new SecretAttributes(null, null, null, null, null));
                return;
            }
            catch (VaultFault)
            {
                // The old one is being purged.
            }
        }
    }
}
