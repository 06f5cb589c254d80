using System.Net.Sockets;
using XenApi.Server.Settings;

namespace XenApi.Server.Listeners;

/// <summary>
/// The file of a Unix socket. What a dead server has left is replaced, a living one's is not touched; mode and owner
/// are set before anybody can connect, which is only once the socket listens.
/// </summary>
internal sealed class SocketFile(string path, UnixFileMode? mode, FileOwner? owner)
{
    /// <summary>Makes the socket and its file.</summary>
    /// <exception cref="SettingException">Something else is in its place, or it cannot be made.</exception>
    public Socket Bind()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            RemoveStale();
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (mode is { } wanted)
            {
                File.SetUnixFileMode(path, wanted);
            }

            owner?.Give(path);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new SettingException("xmlrpc", "unix:" + path, $"the socket cannot be made: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void RemoveStale()
    {
        if (!Path.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && IsSocket())
        {
            File.Delete(path);
            return;
        }
        catch (SocketException e) when (e.SocketErrorCode is not (SocketError.WouldBlock or SocketError.InProgress))
        {
            throw new SettingException("xmlrpc", "unix:" + path, "there is something in that place that is no socket of a dead server; remove it or take another path", e);
        }

        throw new SettingException("xmlrpc", "unix:" + path, "another server listens there; stop it or take another path");
    }

    // A plain file refuses connections too, and is not ours to delete; only a socket cannot be opened for this reason.
    private bool IsSocket()
    {
        const int noSuchDeviceOrAddress = 6;
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            return false;
        }
        catch (IOException e)
        {
            return e.HResult == noSuchDeviceOrAddress;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
