using System.Text;
using Microsoft.Extensions.Logging;

namespace Hypervisor.Native.Xen;

/// <summary>What libxenlight keeps with a domain, for us and for itself: texts under keys, gone with the domain.</summary>
internal sealed partial class DomainUserdata(LibxlContext xen, ILogger log)
{
    /// <summary>The key of what a domain was made of: libxenlight's own, there once the domain is made.</summary>
    public const string Configuration = "libxl-json";

    /// <summary>The key of what marks a domain as made here.</summary>
    public const string Mark = "xencim";

    /// <summary>What is kept under a key; null where nothing is.</summary>
    public unsafe string? Read(uint number, string key)
    {
        var isThere = Libxl.libxl_userdata_retrieve(xen.Handle, number, key, out var data, out var length) == 0 && length > 0;
        var kept = isThere ? Encoding.UTF8.GetString(new ReadOnlySpan<byte>((void*)data, length)) : null;
        Libxl.Free(data);
        return kept;
    }

    /// <summary>Keeps something.</summary>
    public void Keep(uint number, string key, string value)
    {
        var octets = Encoding.UTF8.GetBytes(value);
        if (Libxl.libxl_userdata_store(xen.Handle, number, key, octets, octets.Length) != 0)
        {
            LogNotKept(key, number);
        }
    }

    /// <summary>Keeps it no more.</summary>
    public void Remove(uint number, string key) => _ = Libxl.libxl_userdata_unlink(xen.Handle, number, key);

    [LoggerMessage(75, LogLevel.Warning, "{Key} of domain {Domain} could not be kept; what follows its death may be done late, or not as it should.")]
    private partial void LogNotKept(string key, uint domain);
}
