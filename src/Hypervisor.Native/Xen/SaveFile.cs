using System.Text.Json;
using Hypervisor.Native.Moving;
using Microsoft.Win32.SafeHandles;

namespace Hypervisor.Native.Xen;

/// <summary>The file that a saved domain is in: the form of <c>xl save</c>, so that <c>xl restore</c> takes it as well. A header, then the stream of libxenlight.</summary>
internal static class SaveFile
{
    /// <summary>Writes what comes before the stream.</summary>
    public static void WriteHeader(SafeFileHandle file, string json) => RandomAccess.Write(file, SaveHeader.Of(json), 0);

    /// <summary>Reads what comes before the stream: the configuration, and where the stream begins.</summary>
    public static (JsonElement Config, long StreamAt) ReadHeader(SafeFileHandle file, string path)
    {
        try
        {
            var head = new byte[SaveHeader.HeadBytes];
            var following = new byte[SaveHeader.Following(head.AsSpan(0, RandomAccess.Read(file, head, 0)))];
            return RandomAccess.Read(file, following, SaveHeader.HeadBytes) == following.Length
                ? (LibxlJson.Parse(SaveHeader.Config(following)), SaveHeader.HeadBytes + following.Length)
                : throw new FormatException("it is cut off");
        }
        catch (FormatException e)
        {
            throw new HypervisorException(HypervisorFault.Invalid, $"{path} is no saved domain: {e.Message}.", e);
        }
        catch (HypervisorException e)
        {
            throw new HypervisorException(HypervisorFault.Invalid, $"{path} is no saved domain: its configuration is damaged.", e);
        }
    }
}
