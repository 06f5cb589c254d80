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
    public static IEnumerable<Finding> Of(ServerSettings settings, bool isRunning) =>
    [
        .. settings.XmlRpc.Concat(settings.CimXml).Select(listener => One(listener, isRunning)),
        .. Migration(settings.Migration, isRunning),
    ];

    private static Finding One(ListenerSettings listener, bool isRunning)
    {
        try
        {
            _ = new Listener(listener);
            return listener.Address.EndPoint is IPEndPoint port ? Port(listener.Setting, $"{listener.Address}", port, isRunning) : File(listener, listener.Address.SocketPath!, isRunning);
        }
        catch (SettingException e)
        {
            return Finding.Fail(listener.Setting, e.Message, "Correct the setting.");
        }
    }

    private static IEnumerable<Finding> Migration(MigrationSettings settings, bool isRunning)
    {
        const string setting = "migration";
        SettingException? wrong = null;
        try
        {
            _ = settings.Into(speaksXl: true);
        }
        catch (SettingException e)
        {
            wrong = e;
        }

        if (wrong is not null)
        {
            yield return Finding.Fail(setting, wrong.Message, "Correct the setting.");
        }
        else if (settings.Address is { EndPoint: IPEndPoint port } address)
        {
            yield return Port(setting, MigrationSettings.Text(address), port, isRunning);
        }
    }

    private static Finding Port(string setting, string address, IPEndPoint port, bool isRunning)
    {
        try
        {
            using var socket = new Socket(port.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(port);
            return Finding.Ok(setting, $"{address} is free");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return Taken(setting, address, isRunning, "See what listens there: ss -ltnp");
        }
        catch (SocketException e)
        {
            return Finding.Fail(setting, $"{address} cannot be listened at: {e.Message}", "Take an address of this machine and a port that this user may have.");
        }
    }

    private static Finding File(ListenerSettings listener, string path, bool isRunning)
    {
        var folder = Path.GetDirectoryName(path)!;
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            client.Connect(new UnixDomainSocketEndPoint(path));
            return Taken(listener.Setting, $"{listener.Address}", isRunning, "See what listens there: ss -lxp");
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            return Taken(listener.Setting, $"{listener.Address}", isRunning, "See what listens there: ss -lxp");
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

    private static Finding Taken(string setting, string address, bool isRunning, string look) => isRunning
        ? Finding.Ok(setting, $"{address} is in use, and the server runs")
        : Finding.Fail(setting, $"{address} is in use, though no server has the state directory", $"{look}; stop that, or take another address.");
}
