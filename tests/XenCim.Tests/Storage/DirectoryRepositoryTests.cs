using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Storage;

public sealed class DirectoryRepositoryTests : IDisposable
{
    private readonly StateDirectory directory = new();
    private readonly DirectoryRepository repository;

    public DirectoryRepositoryTests()
    {
        repository = new(new(Guid.NewGuid()), Path.Combine(directory.Path, "images"), ImageFormat.Raw);
        DirectoryRepository.MakeDirectory(repository.Place);
    }

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("0f9a4c2e-5b1d-4e6f-8a7b-9c0d1e2f3a4b.raw", true)]
    [InlineData("0f9a4c2e-5b1d-4e6f-8a7b-9c0d1e2f3a4b.qcow2", true)]
    [InlineData("0F9A4C2E-5B1D-4E6F-8A7B-9C0D1E2F3A4B.raw", false)]
    [InlineData("0f9a4c2e-5b1d-4e6f-8a7b-9c0d1e2f3a4b", false)]
    [InlineData("0f9a4c2e-5b1d-4e6f-8a7b-9c0d1e2f3a4b.img", false)]
    [InlineData("0f9a4c2e-5b1d-4e6f-8a7b-9c0d1e2f3a4b.raw.bak", false)]
    [InlineData("windows.raw", false)]
    [InlineData(".raw", false)]
    public void Only_files_that_are_certainly_ours_have_an_owner(string name, bool isOurs) =>
        DirectoryRepository.Owner(name).HasValue.Should().Be(isOurs);

    [Fact]
    public async Task A_file_is_sparse_has_exactly_its_size_and_is_for_its_owner_only()
    {
        var image = Image(3L << 30);
        await repository.MakeAsync(image, file => Task.Run(() => ImageFormat.Raw.Make(file, image.VirtualSize)));

        var path = repository.PathOf(image);
        Posix.Measure(path).Should().Be((3L << 30, 0L));
        File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(repository.Place).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_file_that_cannot_be_filled_is_not_left()
    {
        var making = () => repository.MakeAsync(Image(1), _ => throw new IOException("No.", 28));

        (await making.Should().ThrowAsync<ApiError>()).Which.Code.Should().Be("SR_FULL");
        Directory.EnumerateFiles(repository.Place).Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_of_another_image_is_never_written_over()
    {
        var image = Image(1);
        await File.WriteAllTextAsync(repository.PathOf(image), "precious");

        var making = () => repository.MakeAsync(image, _ => Task.CompletedTask);

        (await making.Should().ThrowAsync<ApiError>()).Which.Parameters[0].Should().Be("uuid");
        (await File.ReadAllTextAsync(repository.PathOf(image))).Should().Be("precious");
    }

    private static Vdi Image(long size) => new() { Id = Guid.NewGuid(), VirtualSize = size };
}
