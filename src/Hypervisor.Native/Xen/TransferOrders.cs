using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;

namespace Hypervisor.Native.Xen;

/// <summary>Orders that move the memory of a domain: to a file, from one, or to a host.</summary>
internal sealed class TransferOrders(LibxlContext xen, DomainTable domains, LifeOrders life, Makings makings, TimeProvider time)
{
    private const int Live = 2;
    private const int StreamVersion = 2;
    private const double AllButTheEnd = 0.99;

    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>Saves a domain. The file is there when it is whole, and not before; a domain that cannot be saved runs on.</summary>
    public async Task SaveAsync(Guid domain, string path, bool runOn, IProgress<double> progress, CancellationToken cancelled)
    {
        var number = domains.Up(domain);
        var here = domains.Find(domain) ?? throw DomainTable.NoDomain(domain);
        using var note = makings.Save(domain, here);
        try
        {
            using var partial = new PartialFile(path);
            await WriteAsync(number, partial.Path, here.Config.MemoryBytes, progress, cancelled).ConfigureAwait(false);
            partial.Put();
        }
        catch
        {
            await RunOnAsync(number).ConfigureAwait(false);
            throw;
        }

        await (runOn ? life.ResumeAsync(number) : life.DestroyAsync(number)).ConfigureAwait(false);
    }

    /// <summary>The configuration that a saved domain has.</summary>
    public static DomainConfig ReadSaved(string path)
    {
        using var file = Opened(path, FileMode.Open, FileAccess.Read);
        var (config, _) = SaveFile.ReadHeader(file, path);
        return Guid.TryParse(config.Part("c_info").Text("uuid"), out var id)
            ? DomainReading.Of(id, config, Guid.Empty) with { Pool = null }
            : throw new HypervisorException(HypervisorFault.Invalid, $"{path} is no saved domain: it has no identity.");
    }

    /// <summary>Makes a domain of what a file holds.</summary>
    public async Task<Domain> RestoreAsync(DomainConfig config, string path, bool startPaused, IProgress<double> progress, CancellationToken cancelled)
    {
        using var file = Opened(path, FileMode.Open, FileAccess.Read);
        var (saved, begin) = SaveFile.ReadHeader(file, path);
        var was = DomainReading.Of(config.Id, saved, Guid.Empty);
        if (was.MemoryBytes > config.MaxMemoryBytes || was.Boot.IsFullyVirtual != config.Boot.IsFullyVirtual)
        {
            throw new HypervisorException(HypervisorFault.Invalid, $"What {path} holds does not fit the domain: {was.MemoryBytes} bytes of memory, or another kind of guest.");
        }

        // The memory and the CPUs are in the stream as they were.
        config = config with { MemoryBytes = was.MemoryBytes, MaxMemoryBytes = Math.Max(was.MaxMemoryBytes, was.MemoryBytes), Vcpus = was.Vcpus, MaxVcpus = was.MaxVcpus };
        FileCalls.Place(file, begin);
        var length = RandomAccess.GetLength(file);
        using var parameters = new LibxlValue(xen, xen.Types.RestoreParameters, new JsonObject { ["stream_version"] = StreamVersion });
        using var watch = Watch(() => (double)FileCalls.PlaceOf(file) / Math.Max(length, 1), progress);
        return await life.MakeAsync(config, startPaused, (value, number) => xen.DoAsync(
            $"restore domain {config.Name}", null,
            (context, how) => Libxl.libxl_domain_create_restore(context, value, number, (int)file.DangerousGetHandle(), -1, parameters.At, how, 0), cancelled)).ConfigureAwait(false);
    }

    /// <summary>Writes the memory of a domain to a file.</summary>
    public async Task DumpAsync(Guid domain, string path, IProgress<double> progress, CancellationToken cancelled)
    {
        var info = domains.StatusOf(domain) ?? throw DomainTable.NoDomain(domain);
        using var partial = new PartialFile(path);
        using (Watch(() => (double)partial.LengthBytes / Math.Max(info.MemoryBytes, 1), progress))
        {
            await xen.DoAsync("dump the domain", info.Number, (context, how) => Libxl.libxl_domain_core_dump(context, info.Number, partial.Path, how), cancelled).ConfigureAwait(false);
        }

        partial.Put();
    }

    /// <summary>
    /// Moves a domain to this host itself: it is saved into a pipe and made anew from it, and only when the new one is whole does
    /// the old one end.
    /// </summary>
    public async Task<Domain> MigrateAsync(Guid domain, string destination, bool live, CancellationToken cancelled)
    {
        if (destination is not ("" or "localhost" or "127.0.0.1" or "::1"))
        {
            throw new HypervisorException(HypervisorFault.Unsupported, $"This driver moves domains to localhost only, not to {destination}; save and restore them instead.");
        }

        var number = domains.Up(domain);
        var here = domains.Find(domain) ?? throw DomainTable.NoDomain(domain);
        var wasPaused = here.State == DomainState.Paused;
        var config = ConfigOf(number);
        life.CheckRoom(here.Config);
        using var veil = domains.Making(domain);
        using var note = makings.Save(domain, here);
        uint? arrived = null;
        try
        {
            arrived = await PassAsync(number, config, here.Config.Name, live, cancelled).ConfigureAwait(false);
            domains.Own(arrived.Value);
            life.Rename(number, $"{here.Config.Name}{Makings.Leaving}");
            life.Rename(arrived.Value, here.Config.Name);
        }
        catch
        {
            if (arrived is { } half)
            {
                await life.DestroyAsync(half).ConfigureAwait(false);
            }

            life.TryRename(number, here.Config.Name);
            await RunOnAsync(number).ConfigureAwait(false);
            throw;
        }

        await life.DestroyAsync(number).ConfigureAwait(false);
        if (!wasPaused)
        {
            await xen.DoAsync("let the domain run", arrived, (context, how) => Libxl.libxl_domain_unpause(context, arrived.Value, how)).ConfigureAwait(false);
        }

        life.Follow(arrived.Value);
        veil.Dispose();
        return domains.Find(domain) ?? throw DomainTable.NoDomain(domain);
    }

    // One end sends, the other makes; where one fails, the pipe ends and so does the other.
    private async Task<uint> PassAsync(uint number, JsonElement config, string name, bool live, CancellationToken cancelled)
    {
        using var from = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        using var to = new AnonymousPipeClientStream(PipeDirection.In, from.ClientSafePipeHandle);
        var incoming = JsonNode.Parse(config.GetRawText())!.AsObject();
        incoming["c_info"]!["name"] = $"{name}{Makings.Coming}";
        incoming["c_info"]!.AsObject().Remove("domid");
        using var value = new LibxlValue(xen, xen.Types.DomainConfig, incoming);
        using var parameters = new LibxlValue(xen, xen.Types.RestoreParameters, new JsonObject { ["stream_version"] = StreamVersion });
        var made = Marshal.AllocHGlobal(sizeof(uint));
        try
        {
            Marshal.WriteInt32(made, 0);
            var receiving = ReceiveAsync();
            var sending = SendAsync();
            try
            {
                await Task.WhenAll(sending, receiving).ConfigureAwait(false);
            }
            catch when (Marshal.ReadInt32(made) is > 0 and < 0x7FF0 and var half && domains.StatusOf((uint)half) is not null)
            {
                await life.DestroyAsync((uint)half).ConfigureAwait(false);
                throw;
            }

            return (uint)Marshal.ReadInt32(made);
        }
        finally
        {
            Marshal.FreeHGlobal(made);
        }

        // Whichever ends, its end of the pipe is closed: the other must not wait for it.
        async Task ReceiveAsync()
        {
            try
            {
                await xen.DoAsync(
                    "receive the domain", null,
                    (context, how) => Libxl.libxl_domain_create_restore(context, value.At, made, (int)to.SafePipeHandle.DangerousGetHandle(), -1, parameters.At, how, 0), cancelled).ConfigureAwait(false);
            }
            finally
            {
                to.Dispose();
            }
        }

        async Task SendAsync()
        {
            try
            {
                await xen.DoAsync(
                    "send the domain", number,
                    (context, how) => Libxl.libxl_domain_suspend(context, number, (int)from.SafePipeHandle.DangerousGetHandle(), live ? Live : 0, how), cancelled).ConfigureAwait(false);
            }
            finally
            {
                from.Dispose();
            }
        }
    }

    // The whole of a file of xl: what comes before the stream, and the stream.
    private async Task WriteAsync(uint number, string path, long memoryBytes, IProgress<double> progress, CancellationToken cancelled)
    {
        using var file = Opened(path, FileMode.CreateNew, FileAccess.ReadWrite);
        try
        {
            SaveFile.WriteHeader(file, ConfigOf(number).GetRawText());
            var begin = RandomAccess.GetLength(file);
            FileCalls.Place(file, begin);
            using (Watch(() => (double)(RandomAccess.GetLength(file) - begin) / Math.Max(memoryBytes, 1), progress))
            {
                await xen.DoAsync("save the domain", number, (context, how) => Libxl.libxl_domain_suspend(context, number, (int)file.DangerousGetHandle(), 0, how), cancelled).ConfigureAwait(false);
            }

            RandomAccess.FlushToDisk(file);
        }
        catch (IOException e)
        {
            throw new HypervisorException(HypervisorFault.Failed, $"{path} cannot be written: {e.Message}", e);
        }
    }

    private JsonElement ConfigOf(uint number) =>
        xen.Read("read the domain's configuration", number, xen.Types.DomainConfig, answer => Libxl.libxl_retrieve_domain_configuration(xen.Handle, number, answer, 0));

    // What was stopped to be saved and was not goes on.
    private async Task RunOnAsync(uint number)
    {
        if (domains.StatusOf(number) is { IsDown: true, DownReason: DownReason.Suspend })
        {
            await life.ResumeAsync(number).ConfigureAwait(false);
        }
    }

    private ITimer Watch(Func<double> done, IProgress<double> progress) => time.CreateTimer(
        _ =>
        {
            try
            {
                progress.Report(Math.Clamp(done(), 0, AllButTheEnd));
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
            {
                // It has just ended.
            }
        },
        null,
        ProgressPeriod,
        ProgressPeriod);

    private static SafeFileHandle Opened(string path, FileMode mode, FileAccess access)
    {
        try
        {
            return File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new HypervisorException(HypervisorFault.NotFound, $"There is no file {path}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HypervisorException(HypervisorFault.Failed, $"{path} cannot be opened: {e.Message}", e);
        }
    }
}
