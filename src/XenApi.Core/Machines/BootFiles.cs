using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>
/// The kernels and RAM disks that clients gave as content. Each is one file that the machines refer to by its path; a file that
/// no machine refers to any more is removed.
/// </summary>
internal sealed class BootFiles(Engine engine)
{
    private readonly string directory = Path.GetFullPath(Path.Combine(engine.Setup.StateDirectory, "boot"));
    private readonly Dictionary<string, int> wanted = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1);
    private int isSweeping;

    /// <summary>Keeps the content of a new machine, and hands on the machine with paths in its place.</summary>
    public Task<T> KeepAsync<T>(Vm vm, Func<Vm, Task<T>> use) => KeepAsync(
        "VM.PV_kernel", vm.PvKernel, kernel => KeepAsync("VM.PV_ramdisk", vm.PvRamdisk, ramdisk => use(vm with { PvKernel = kernel, PvRamdisk = ramdisk })));

    /// <summary>Keeps content, and hands on the path in its place; a path is handed on as it is.</summary>
    public async Task KeepAsync(string field, string source, Func<string, Task> use)
    {
        await KeepAsync(field, source, async path =>
        {
            await use(path).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

        // What the machine had before may be nobody's now.
        Sweep();
    }

    /// <summary>Removes the files that no machine refers to, soon.</summary>
    public void Sweep()
    {
        if (Interlocked.Exchange(ref isSweeping, 1) == 0)
        {
            _ = Task.Run(SweepAsync);
        }
    }

    private async Task<T> KeepAsync<T>(string field, string source, Func<string, Task<T>> use)
    {
        if (!BootSource.IsContent(source))
        {
            return await use(source).ConfigureAwait(false);
        }

        var content = BootSource.ContentOf(field, source);
        var path = Path.Combine(directory, BootSource.FileNameOf(content));
        await HoldAsync(path, 1).ConfigureAwait(false);
        try
        {
            await WriteAsync(path, content).ConfigureAwait(false);
            return await use(path).ConfigureAwait(false);
        }
        finally
        {
            await HoldAsync(path, -1).ConfigureAwait(false);
            Sweep();
        }
    }

    private async Task WriteAsync(string path, byte[] content)
    {
        if (File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(directory);
        var making = $"{path}.{Guid.NewGuid():N}";
        await using (var file = new FileStream(making, FileMode.CreateNew, FileAccess.Write))
        {
            await file.WriteAsync(content).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        File.Move(making, path, overwrite: true);
    }

    // A file that is being written is not swept before the machine refers to it.
    private async Task HoldAsync(string path, int more)
    {
        await gate.WaitAsync().ConfigureAwait(false);
        wanted[path] = wanted.GetValueOrDefault(path) + more;
        if (wanted[path] == 0)
        {
            wanted.Remove(path);
        }

        gate.Release();
    }

    private async Task SweepAsync()
    {
        Volatile.Write(ref isSweeping, 0);
        if (!Directory.Exists(directory))
        {
            return;
        }

        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            var used = engine.Store.Current.All<Vm>().SelectMany(vm => new[] { vm.PvKernel, vm.PvRamdisk }).Concat(wanted.Keys).ToHashSet(StringComparer.Ordinal);
            foreach (var file in Directory.EnumerateFiles(directory))
            {
                // A file in the making is wanted under the name it will have.
                if (!used.Contains(file) && !used.Contains(Path.ChangeExtension(file, null)))
                {
                    File.Delete(file);
                }
            }
        }
        finally
        {
            gate.Release();
        }
    }
}
