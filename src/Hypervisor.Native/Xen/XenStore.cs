using System.Runtime.InteropServices;
using System.Text;

namespace Hypervisor.Native.Xen;

/// <summary>The store that Xen's domains and their drivers share.</summary>
internal sealed unsafe class XenStore
{
    private const int NoEntry = 2;
    private const uint NoTransaction = 0;

    // Guests write into their own part: what they say is cut off, not swallowed whole.
    private const int MostValueBytes = 4096;
    private const int MostEntries = 4096;

    private readonly nint handle;

    private XenStore(nint handle) => this.handle = handle;

    /// <summary>Connects to the store.</summary>
    public static XenStore Open()
    {
        var handle = XenStoreCalls.xs_open(0);
        return handle != 0
            ? new(handle)
            : throw new HypervisorException(HypervisorFault.Unsupported, $"xenstore does not answer ({Marshal.GetLastPInvokeErrorMessage()}). Is xenstored running?");
    }

    /// <summary>A value; null where there is none.</summary>
    public string? Read(string path)
    {
        var at = XenStoreCalls.xs_read(handle, NoTransaction, path, out var length);
        if (at == 0)
        {
            return Marshal.GetLastPInvokeError() == NoEntry ? null : throw Failed("read", path);
        }

        var value = Encoding.UTF8.GetString(new ReadOnlySpan<byte>((void*)at, (int)Math.Min(length, MostValueBytes)));
        Libxl.Free(at);
        return value;
    }

    /// <summary>Writes a value.</summary>
    public void Write(string path, string value)
    {
        var octets = Encoding.UTF8.GetBytes(value);
        if (!XenStoreCalls.xs_write(handle, NoTransaction, path, octets, (uint)octets.Length))
        {
            throw Failed("write", path);
        }
    }

    /// <summary>Removes an entry and all below it; one that is not there is no error.</summary>
    public void Remove(string path)
    {
        if (!XenStoreCalls.xs_rm(handle, NoTransaction, path) && Marshal.GetLastPInvokeError() != NoEntry)
        {
            throw Failed("remove", path);
        }
    }

    /// <summary>The names of the entries below one; none where there is none.</summary>
    public IReadOnlyList<string> List(string path)
    {
        var at = (nint*)XenStoreCalls.xs_directory(handle, NoTransaction, path, out var count);
        if (at == null)
        {
            return Marshal.GetLastPInvokeError() == NoEntry ? [] : throw Failed("list", path);
        }

        var names = new List<string>();
        for (var i = 0; i < Math.Min(count, MostEntries); i++)
        {
            names.Add(Libxl.TextAt(at[i]) ?? "");
        }

        Libxl.Free((nint)at);
        return names;
    }

    /// <summary>Asks for news of an entry and all below it.</summary>
    public void Watch(string path)
    {
        if (!XenStoreCalls.xs_watch(handle, path, path))
        {
            throw Failed("watch", path);
        }
    }

    /// <summary>Waits for news: the entry that changed. Null where the store has gone.</summary>
    public string? ReadNews()
    {
        var at = (nint*)XenStoreCalls.xs_read_watch(handle, out var count);
        if (at == null)
        {
            return null;
        }

        var path = count > 0 ? Libxl.TextAt(at[0]) : "";
        Libxl.Free((nint)at);
        return path;
    }

    private static HypervisorException Failed(string act, string path) =>
        new(HypervisorFault.Failed, $"xenstore: could not {act} {path}: {Marshal.GetLastPInvokeErrorMessage()}.");
}
