using System.Net;
using System.Net.Sockets;
using XenApi.Server.Listeners;
using XenApi.Server.Settings;

namespace XenApi.Server.Doctor;

/// <summary>Whether the server could listen where it is told to.</summary>
internal static class ListenerChecks
{
    /// <summary>The checks.</summary>
    /// <param name="settings">What the server is told.</param>
    /// <param name="isRunning">Whether a server with these settings runs, and listens there already.</param>
    public static IEnumerable<Finding> Of(ServerSettings settings, bool isRunning) => settings.XmlRpc.Concat(settings.CimXml).Select(listener => One(listener, isRunning));

    private static Finding One(ListenerSettings listener, bool isRunning)
    {
        try
        {
            _ = new Listener(listener);
            return listener.Address.EndPoint is IPEndPoint port ? Port(listener, port, isRunning) : File(listener, listener.Address.SocketPath!, isRunning);
        }
        catch (SettingException e)
        {
            return Finding.Fail(listener.Setting, e.Message, "Correct the setting.");
        }
    }

    private static Finding Port(ListenerSettings listener, IPEndPoint port, bool isRunning)
    {
        try
        {
            using var socket = new Socket(port.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(port);
            return Finding.Ok(listener.Setting, $"{listener.Address} is free");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return Taken(listener, isRunning, "See what listens there: ss -ltnp");
        }
        catch (SocketException e)
        {
            return Finding.Fail(listener.Setting, $"{listener.Address} cannot be listened at: {e.Message}", "Take an address of this machine and a port that this user may have.");
        }
    }

    private static Finding File(ListenerSettings listener, string path, bool isRunning)
    {
        var folder = Path.GetDirectoryName(path)!;
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            client.Connect(new UnixDomainSocketEndPoint(path));
            return Taken(listener, isRunning, "See what listens there: ss -lxp");
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            return Taken(listener, isRunning, "See what listens there: ss -lxp");
        }
        catch (SocketException) when (!Directory.Exists(folder))
        {
            return Finding.Warn(listener.Setting, $"{folder}, for the socket {Path.GetFileName(path)}, is not there", $"The systemd unit makes it; without systemd: mkdir -p {folder}");
        }
        catch (SocketException)
        {
            return Finding.Ok(listener.Setting, $"{listener.Address} is free");
        }
    }

    private static Finding Taken(ListenerSettings listener, bool isRunning, string look) => isRunning
        ? Finding.Ok(listener.Setting, $"{listener.Address} is in use, and the server runs")
        : Finding.Fail(listener.Setting, $"{listener.Address} is in use, though no server has the state directory", $"{look}; stop that, or take another address.");
}
