using System.Diagnostics.CodeAnalysis;

namespace XenApi.Core.Storage;

/// <summary>
/// The bases in a directory of qcow2 images: files that nobody writes to any more, and that several images stand on. A copy of an image takes a few small writes: the file
/// becomes a base, and image and copy each become an overlay on it.
/// </summary>
/// <remarks>
/// The order holds at every moment: each image reads like before under its own name, and is the only one to write to its file. First the file gets a second name, that of the base; an overlay
/// is made under a name of its own and takes the image's by one rename; then comes the copy. What is left by a crash, a base that nothing stands on or an overlay without
/// a name of an image, is removed by <see cref="SweepAsync"/>.
/// </remarks>
/// <param name="directory">The directory.</param>
internal sealed class ImageBases(string directory)
{
    /// <summary>How many bases an image may stand on, one on the other. A copy beyond that makes a new one, which has everything.</summary>
    public const int DepthMost = 16;

    private const int AttemptsMost = 30;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);

    private readonly BaseFiles files = new(directory);
    private readonly SemaphoreSlim turn = new(1);
    private BaseTree tree = new();
    private bool? sharesBlocks;

    // Where a header could not be read, somebody may need any base.
    private bool isSure = true;

    /// <summary>Told the name of each step of a copy when that is done.</summary>
    public Action<string> Passed { get; init; } = _ => { };

    /// <summary>What the bases take up, in bytes.</summary>
    public long UsedBytes => tree.UsedBytes;

    /// <summary>What an image stands on; null for nothing.</summary>
    public string? BaseOf(string name) => tree.BaseOf(name);

    /// <summary>How many bases an image stands on.</summary>
    public int Depth(string name) => tree.Depth(name);

    /// <summary>Reads all headers anew; answers what is wrong with files, by their names.</summary>
    public Task<IReadOnlyDictionary<string, string>> ReadAsync() => InTurnAsync<IReadOnlyDictionary<string, string>>(Read);

    /// <summary>Removes what a crash has left; answers the paths.</summary>
    public Task<IReadOnlyList<string>> SweepAsync() => InTurnAsync<IReadOnlyList<string>>(() =>
    {
        Read();
        var left = Directory.EnumerateFiles(directory).Where(path => BaseFiles.IsNewOverlay(Path.GetFileName(path))).ToList();
        left.ForEach(File.Delete);
        var unneeded = isSure ? tree.Unneeded.ToList().SelectMany(tree.Drop).Select(files.PathOf).ToList() : [];
        unneeded.ForEach(File.Delete);
        return [.. left, .. unneeded];
    });

    /// <summary>Checks that an image is whole, or stands on bases of this directory only.</summary>
    /// <exception cref="InvalidDataException">It names another file, or a base that is not there.</exception>
    public Task CheckAsync(string name) => InTurnAsync(() => files.ChainUsedBytes(name));

    /// <summary>Notes what a new image stands on.</summary>
    /// <exception cref="InvalidDataException">It names another file, or a base that is not there.</exception>
    public Task NoteAsync(string name) => InTurnAsync(() =>
    {
        Remove(tree.Stand(name, files.BaseOf(name)));
        return true;
    });

    /// <summary>Removes an image, and the bases that only it stood on; what is gone already is no error.</summary>
    public Task RemoveAsync(string name) => InTurnAsync(() =>
    {
        files.Delete(name);
        Remove(tree.Stand(name, null));
        return true;
    });

    /// <summary>Does something with the file of an image that is not replaced meanwhile.</summary>
    public async Task<T> InTurnAsync<T>(Func<T> act)
    {
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Run(act).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Makes a copy by a base that both stand on. False where the file system has a way of its own or none, or a base would take more than there is: then a copy
    /// of the file does as well.
    /// </summary>
    /// <param name="source">The name of the image's file; nobody may write to the image.</param>
    /// <param name="copy">The name of the copy's, which must not be there.</param>
    /// <param name="virtualSizeBytes">The size of the copy.</param>
    /// <param name="spareBytes">How much a new base may take up.</param>
    /// <param name="cancelled">Ends it before anything is replaced.</param>
    /// <exception cref="IOException">A program of this host writes to the image (<see cref="Posix.Busy"/>), or the storage fails.</exception>
    public async Task<bool> TryCloneAsync(string source, string copy, long virtualSizeBytes, long spareBytes, CancellationToken cancelled)
    {
        if (await InTurnAsync(() => sharesBlocks ??= CanShare(source)).ConfigureAwait(false))
        {
            return false;
        }

        var flat = await InTurnAsync(() => IsTooDeep(source, spareBytes)).ConfigureAwait(false) ? await FlatBase.TryMakeAsync(files, source, cancelled).ConfigureAwait(false) : null;
        try
        {
            // What is on its way to the disk already is not waited for in turn.
            await Task.Run(() => files.Flush(source), cancelled).ConfigureAwait(false);
            return await AttemptAsync(() => TryClone(source, copy, virtualSizeBytes, spareBytes, flat), cancelled).ConfigureAwait(false);
        }
        finally
        {
            if (flat is not null)
            {
                await InTurnAsync(() => DropUnneeded(flat)).ConfigureAwait(false);
            }
        }
    }

    // Who had an image last may take a moment to close it, and a program that is just being started has what the server had open then, until it runs.
    private async Task<bool> AttemptAsync(Func<bool> clone, CancellationToken cancelled)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await InTurnAsync(clone).ConfigureAwait(false);
            }
            catch (IOException e) when (e.HResult == Posix.Busy && attempt < AttemptsMost)
            {
                Passed("somebody writes");
                await Task.Delay(BetweenAttempts, cancelled).ConfigureAwait(false);
            }
        }
    }

    private bool IsTooDeep(string source, long spareBytes) => tree.Depth(source) >= DepthMost && !files.IsUnwritten(source) && files.ChainUsedBytes(source) <= spareBytes;

    private bool TryClone(string source, string copy, long virtualSizeBytes, long spareBytes, FlatBase? flat)
    {
        files.CheckStill(source);
        if (!TryBase(source, spareBytes, flat, out var on))
        {
            return false;
        }

        try
        {
            files.Write(copy, file => ImageFormat.Qcow2.MakeOverlay(file, virtualSizeBytes, on));
            Posix.FlushDirectory(directory);

            // Who came before the image was replaced has the base: it is the image's alone then, until that is copied again.
            files.CheckStill(on);
        }
        catch (Exception e) when (e is not IOException { HResult: Posix.Exists })
        {
            files.Delete(copy);
            throw;
        }

        tree.Stand(copy, on);
        Passed("copy made");
        return true;
    }

    // Finds what the copy can stand on: what the image itself stands on, if it has nothing of its own yet; else what it has becomes a base.
    private bool TryBase(string source, long spareBytes, FlatBase? flat, [NotNullWhen(true)] out string? on)
    {
        var below = files.BaseOf(source);
        using var file = files.Opened(source);
        if (ImageFormat.Qcow2.IsUnwritten(file))
        {
            on = below;
            return on is not null;
        }

        on = null;
        var usedBytes = files.UsedBytes(flat?.Name ?? source);
        if (flat is null ? tree.Depth(source) >= DepthMost || usedBytes > spareBytes : usedBytes is null || File.GetLastWriteTimeUtc(file) != flat.Written)
        {
            return false;
        }

        RandomAccess.FlushToDisk(file);
        on = flat?.Name ?? BaseFiles.NewBase();
        if (flat is null && !Posix.TryLink(files.PathOf(source), files.PathOf(on)))
        {
            return false;
        }

        Replace(source, ImageFormat.Qcow2.VirtualSizeBytes(file), on);
        tree.Add(on, usedBytes ?? 0);
        if (flat is null)
        {
            tree.Stand(on, below);
        }

        var left = tree.Stand(source, on);
        Posix.FlushDirectory(directory);
        Passed("image replaced");
        Remove(left);
        return true;
    }

    private void Replace(string image, long virtualSizeBytes, string on)
    {
        var overlay = BaseFiles.NewOverlay();
        try
        {
            Posix.FlushDirectory(directory);
            Passed("base named");
            files.Write(overlay, file => ImageFormat.Qcow2.MakeOverlay(file, virtualSizeBytes, on));
            Passed("overlay made");
            File.Move(files.PathOf(overlay), files.PathOf(image), overwrite: true);
        }
        catch
        {
            // A file server may have done it and failed to say so.
            isSure = false;
            files.Delete(overlay);
            if (files.BaseOf(image) != on)
            {
                files.Delete(on);
            }

            throw;
        }
    }

    private bool DropUnneeded(FlatBase flat)
    {
        CheckSure();
        if (isSure && !tree.IsNeeded(flat.Name))
        {
            tree.Drop(flat.Name);
            files.Delete(flat.Name);
        }

        return true;
    }

    private bool CanShare(string source)
    {
        var name = BaseFiles.NewOverlay();
        try
        {
            var can = false;
            using var file = files.Opened(source);
            files.Write(name, to => can = Posix.TryShare(file, to));
            return can;
        }
        finally
        {
            files.Delete(name);
        }
    }

    private Dictionary<string, string> Read()
    {
        var (read, faults) = (new BaseTree(), new Dictionary<string, string>(StringComparer.Ordinal));
        isSure = true;
        foreach (var path in Directory.EnumerateFiles(directory))
        {
            var name = Path.GetFileName(path);
            if (!BaseFiles.IsBase(name) && (DirectoryRepository.Owner(name) is null || ImageFormat.OfFile(name) != ImageFormat.Qcow2))
            {
                continue;
            }

            if (BaseFiles.IsBase(name))
            {
                read.Add(name, files.UsedBytes(name) ?? 0);
            }

            try
            {
                read.Stand(name, files.BaseOf(name));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                isSure = false;
                faults[name] = e.Message;
            }
        }

        tree = read;
        return faults;
    }

    private void CheckSure()
    {
        if (!isSure)
        {
            Read();
        }
    }

    private void Remove(IReadOnlyList<string> bases)
    {
        if (bases.Count > 0 && !isSure)
        {
            CheckSure();
            bases = isSure ? [.. bases.Where(name => !tree.IsNeeded(name)).SelectMany(tree.Drop).Distinct()] : [];
        }

        foreach (var gone in bases)
        {
            files.Delete(gone);
        }
    }
}
