using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace XenApi.Server.Doctor;

/// <summary>The host that is examined.</summary>
/// <param name="Tree">Its files.</param>
internal sealed record Patient(HostTree Tree)
{
    /// <summary>The machine that this process runs on.</summary>
    public static Patient Here { get; } = new(new HostTree("/"));

    /// <summary>The processor that the system was built for.</summary>
    public Architecture Architecture { get; init; } = RuntimeInformation.OSArchitecture;

    /// <summary>Whether the user may do everything.</summary>
    public bool IsRoot { get; init; } = Environment.IsPrivilegedProcess;

    /// <summary>Where programs are looked for.</summary>
    public IReadOnlyList<string> ProgramFolders { get; init; } = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>Whether a library is found and can be loaded.</summary>
    public Func<string, bool> LoadsLibrary { get; init; } = Loads;

    /// <summary>Tries to connect to a socket; the error where it fails, null where somebody answers.</summary>
    public SocketError? Connect(string socket)
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            client.Connect(new UnixDomainSocketEndPoint(Tree.At(socket)));
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
        catch (ArgumentOutOfRangeException)
        {
            return SocketError.InvalidArgument;
        }
    }

    /// <summary>Where a program is; null where it is in none of the folders nor in the others that are given.</summary>
    public string? Program(string name, params IEnumerable<string> otherFolders) =>
        ProgramFolders.Concat(otherFolders).Select(folder => $"{folder}/{name}").FirstOrDefault(Tree.HasProgram);

    /// <summary>The names of the processes, each once.</summary>
    public IReadOnlySet<string> Processes() =>
        Tree.Names("/proc").Where(name => name.All(char.IsAsciiDigit)).Select(id => Tree.Text($"/proc/{id}/comm")).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static bool Loads(string library)
    {
        if (!NativeLibrary.TryLoad(library, out var handle))
        {
            return false;
        }

        NativeLibrary.Free(handle);
        return true;
    }
}
