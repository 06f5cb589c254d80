using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hypervisor.Native.Simulated;

/// <summary>
/// Where a simulated host keeps what outlives the process, as domains on Xen do: a small file for each domain, pool and
/// interface. A file is written whole beside and put in place at once. Without a directory nothing is kept.
/// </summary>
internal sealed class HostDirectory(string? directory)
{
    private const string Partial = ".partial";

    /// <summary>Whether anything is kept.</summary>
    public bool Keeps => directory is not null;

    /// <summary>Writes something down.</summary>
    public void Put<T>(string kind, string name, T value, JsonTypeInfo<T> type)
    {
        if (directory is null)
        {
            return;
        }

        var path = File(kind, name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = new FileStream(path + Partial, FileMode.Create, FileAccess.Write))
            {
                JsonSerializer.Serialize(file, value, type);
            }

            System.IO.File.Move(path + Partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal.Failed($"{path} cannot be written", e);
        }
    }

    /// <summary>Strikes something out.</summary>
    public void Remove(string kind, string name)
    {
        if (directory is null)
        {
            return;
        }

        var path = File(kind, name);
        try
        {
            System.IO.File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Then it is not there.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal.Failed($"{path} cannot be removed", e);
        }
    }

    /// <summary>Strikes out all of a kind.</summary>
    public void RemoveAll(string kind)
    {
        foreach (var path in Files(kind))
        {
            Remove(kind, Path.GetFileNameWithoutExtension(path));
        }
    }

    /// <summary>Reads all of a kind.</summary>
    public IEnumerable<(string Name, T Value)> All<T>(string kind, JsonTypeInfo<T> type) =>
        Files(kind).Select(path => (Path.GetFileNameWithoutExtension(path), Read(path, type)));

    /// <summary>The names of all of a kind.</summary>
    public IEnumerable<string> Names(string kind) => Files(kind).Select(path => Path.GetFileNameWithoutExtension(path));

    /// <summary>Reads one; null where it is not there.</summary>
    public T? Find<T>(string kind, string name, JsonTypeInfo<T> type)
        where T : class => directory is not null && System.IO.File.Exists(File(kind, name)) ? Read(File(kind, name), type) : null;

    private static T Read<T>(string path, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(path), type) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException e)
        {
            throw new HypervisorException(HypervisorFault.Failed, $"{path} is damaged: {e.Message} Remove it to go on without what it tells.", e);
        }
    }

    private IReadOnlyList<string> Files(string kind)
    {
        var folder = directory is null ? null : Path.Combine(directory, kind);
        return folder is not null && Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [];
    }

    private string File(string kind, string name) => Path.Combine(directory!, kind, $"{name}.json");
}
