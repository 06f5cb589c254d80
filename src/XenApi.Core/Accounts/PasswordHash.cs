using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace XenApi.Core.Accounts;

/// <summary>
/// Salted, slow hashes of passwords: PBKDF2 with HMAC-SHA-512 (RFC 8018 §5.2), kept as
/// <c>pbkdf2-sha512$iterations$salt$hash</c> so that the number of iterations can grow.
/// </summary>
internal static class PasswordHash
{
    private const string Scheme = "pbkdf2-sha512";
    private const int Iterations = 210_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>What to compare with where there is no account, so that a missing name takes as long as a wrong password.</summary>
    public static string OfNobody { get; } = Written(Iterations, new byte[SaltBytes], new byte[HashBytes]);

    /// <summary>Hashes a password with a new salt.</summary>
    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Written(Iterations, salt, Derived(password, salt, Iterations));
    }

    /// <summary>Whether the hash is that of the password. An empty hash is nobody's, and takes as long.</summary>
    public static bool Matches(string hash, string password)
    {
        if (hash.Length == 0)
        {
            hash = OfNobody;
        }

        var parts = hash.Split('$');
        if (parts is not [Scheme, var count, var salt, var kept] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations))
        {
            throw new InvalidDataException("The journal has a password hash of a kind that this version does not know.");
        }

        return CryptographicOperations.FixedTimeEquals(Derived(password, Convert.FromBase64String(salt), iterations), Convert.FromBase64String(kept));
    }

    private static byte[] Derived(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA512, HashBytes);

    private static string Written(int iterations, byte[] salt, byte[] hash) =>
        FormattableString.Invariant($"{Scheme}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
}
