using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Memory;

public sealed class SqliteJournalTests : IDisposable
{
    private readonly StateDirectory state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task A_second_server_is_refused_by_the_name_of_the_directory_until_the_first_has_gone()
    {
        await using (SqliteJournal.Open(state.Path))
        {
            var second = () => SqliteJournal.Open(state.Path);
            second.Should().Throw<JournalException>().WithMessage($"*{state.Path} is in use by another server*");
        }

        await SqliteJournal.Open(state.Path).DisposeAsync();
    }

    [Fact]
    public async Task Only_the_owner_can_read_what_is_kept()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var store = Open();
        await store.CommitAsync(changes => changes.Add(new Host { Id = Guid.NewGuid() }));

        File.GetUnixFileMode(state.Path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var files = Directory.GetFiles(state.Path);
        files.Select(Path.GetFileName).Should().Contain(["state.db", "state.db-wal", "lock"]);
        files.Select(File.GetUnixFileMode).Should().OnlyContain(mode => mode == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_closed_state_is_one_file_that_is_whole()
    {
        await using (var store = Open())
        {
            await store.CommitAsync(changes => changes.Add(new Host { Id = Guid.NewGuid() }));
        }

        Directory.GetFiles(state.Path).Select(Path.GetFileName).Should().BeEquivalentTo("state.db", "lock");
        Scalar("PRAGMA integrity_check").Should().Be("ok");
        Scalar("SELECT count(*) FROM row").Should().Be(1L);
        Scalar("SELECT generation FROM journal").Should().Be(1L);
    }

    [Fact]
    public async Task The_state_that_the_first_version_wrote_is_read()
    {
        // This text is the form of version 1 for ever: it must not follow the code.
        Directory.CreateDirectory(state.Path);
        Execute(
            """
            PRAGMA journal_mode = WAL;
            CREATE TABLE row (class TEXT NOT NULL, uuid BLOB NOT NULL, body BLOB NOT NULL, PRIMARY KEY (class, uuid)) WITHOUT ROWID;
            CREATE TABLE journal (generation INTEGER NOT NULL);
            INSERT INTO journal VALUES (42);
            INSERT INTO row VALUES ('network', x'00112233445566778899aabbccddeeff',
                CAST('{"uuid":"00112233-4455-6677-8899-aabbccddeeff","name_label":"lan","other_config":{"a":"b"}}' AS BLOB));
            PRAGMA user_version = 1;
            """);

        await using var store = Open();

        store.Current.Generation.Should().Be(42);
        var network = store.Current.Get(new Ref<Network>(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")));
        network.NameLabel.Should().Be("lan");
        await store.CommitAsync(changes => changes.Delete(new Ref<Network>(network.Id)));
    }

    [Fact]
    public async Task An_older_state_is_brought_forward_once_and_a_newer_one_is_refused_untouched()
    {
        var host = new Host { Id = Guid.NewGuid(), NameLabel = "old" };
        await using (var store = Open())
        {
            await store.CommitAsync(changes => changes.Add(host));
        }

        IReadOnlyList<string> later =
        [
            .. SqliteSchema.Steps,
            "UPDATE row SET body = CAST(json_set(CAST(body AS TEXT), '$.name_label', json_extract(CAST(body AS TEXT), '$.name_label') || ' and older') AS BLOB)",
            "CREATE TABLE more (x)",
        ];
        for (var start = 0; start < 2; start++)
        {
            await using var store = Store.Open(SqliteJournal.Open(state.Path, later), 16, TimeProvider.System);
            store.Current.Get(new Ref<Host>(host.Id)).NameLabel.Should().Be("old and older");
        }

        var bytes = await File.ReadAllBytesAsync(state.Database);
        var present = () => SqliteJournal.Open(state.Path);
        present.Should().Throw<JournalException>().WithMessage($"*{state.Database} has the form {later.Count}*a newer version wrote it*");
        (await File.ReadAllBytesAsync(state.Database)).Should().Equal(bytes);
        Directory.GetFiles(state.Path).Select(Path.GetFileName).Should().BeEquivalentTo("state.db", "lock");
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_state_as_it_was()
    {
        await SqliteJournal.Open(state.Path).DisposeAsync();

        var open = () => SqliteJournal.Open(state.Path, [.. SqliteSchema.Steps, "CREATE TABLE more (x); INSERT INTO nowhere VALUES (1)"]);

        open.Should().Throw<JournalException>();
        Scalar("PRAGMA user_version").Should().Be((long)SqliteSchema.Steps.Count);
        Scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'more'").Should().Be(0L);
    }

    [Fact]
    public async Task Whatever_a_batch_is_given_up_for_its_rows_are_not_in_the_next_one()
    {
        await using (var journal = SqliteJournal.Open(state.Path))
        {
            Row[] first = [new(Host.Descriptor, Guid.NewGuid(), "{}"u8.ToArray()), new(Host.Descriptor, Guid.NewGuid(), new Unreadable().Memory)];
            var write = () => journal.Write(first);
            write.Should().Throw<JournalException>().WithMessage("The change was not kept, nothing of it happened: *").WithInnerException<NotSupportedException>();

            journal.Write([new(Host.Descriptor, Guid.NewGuid(), "{}"u8.ToArray())]);
            await journal.AppendAsync(new([new(7, default, [])]));
        }

        Scalar("SELECT count(*) FROM row").Should().Be(1L);
        Scalar("SELECT generation FROM journal").Should().Be(7L);
    }

    [Theory]
    [InlineData("this is no database, but somebody's letter that is longer than a hundred bytes, so that it could be one by its size alone")]
    [InlineData("short")]
    public void A_file_that_is_no_state_is_refused_untouched(string text)
    {
        Directory.CreateDirectory(state.Path);
        File.WriteAllText(state.Database, text);

        var open = () => SqliteJournal.Open(state.Path);

        open.Should().Throw<JournalException>().WithMessage($"{state.Database} is damaged or no state of this server.*");
        File.ReadAllText(state.Database).Should().Be(text);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_by_name_and_nothing_is_overwritten()
    {
        await using (var store = Open())
        {
            await store.CommitAsync(changes => Enumerable.Range(0, 200).ToList().ForEach(_ => changes.Add(new Host { Id = Guid.NewGuid(), NameLabel = new('x', 100) })));
        }

        var bytes = await File.ReadAllBytesAsync(state.Database);
        Encoding.ASCII.GetBytes("garbage!").CopyTo(bytes, 4096);
        Array.Fill(bytes, (byte)0xA5, 4096, 4096);
        await File.WriteAllBytesAsync(state.Database, bytes);

        var open = Open;

        open.Should().Throw<JournalException>().WithMessage($"{state.Database} is damaged*");
        (await File.ReadAllBytesAsync(state.Database)).Should().Equal(bytes);
    }

    [Fact]
    public async Task A_full_disk_refuses_the_change_and_room_made_the_next_one_goes_well()
    {
        await using var journal = SqliteJournal.Open(state.Path);
        var store = Store.Open(journal, 16, TimeProvider.System);
        var large = new Host { Id = Guid.NewGuid(), NameLabel = new('x', 100_000) };
        journal.Execute("PRAGMA max_page_count = 8");

        var refused = () => store.CommitAsync(changes => changes.Add(large));

        (await refused.Should().ThrowAsync<ApiError>()).WithMessage("*not kept, nothing of it happened: the disk is full*");
        store.Current.Count(Host.Descriptor).Should().Be(0);
        var small = new Host { Id = Guid.NewGuid() };
        await store.CommitAsync(changes => changes.Add(small));
        journal.Execute("PRAGMA max_page_count = 100000");
        await store.CommitAsync(changes => changes.Add(large));
        await store.DisposeAsync();

        await using var restarted = Open();
        restarted.Current.All<Host>().Should().BeEquivalentTo([small, large]);
    }

    [Fact]
    public async Task A_state_that_can_only_be_read_refuses_changes_and_goes_on_when_it_can_be_written()
    {
        var journal = SqliteJournal.Open(state.Path);
        await using var store = Store.Open(journal, 16, TimeProvider.System);
        var host = new Host { Id = Guid.NewGuid() };
        journal.Execute("PRAGMA query_only = 1");

        var refused = () => store.CommitAsync(changes => changes.Add(host));

        (await refused.Should().ThrowAsync<ApiError>()).WithMessage("*nothing of it happened: the state can only be read*");
        journal.Execute("PRAGMA query_only = 0");
        await store.CommitAsync(changes => changes.Add(host));
    }

    [Fact]
    public async Task The_log_stays_small_however_much_is_written()
    {
        await using var store = Open();
        for (var round = 0; round < 30; round++)
        {
            await store.CommitAsync(changes => Enumerable.Range(0, 300).ToList()
                .ForEach(i => changes.Put(new Host { Id = new(i, 0, 0, new byte[8]), NameLabel = $"{round}" + new string('x', 2000) })));
        }

        new FileInfo(state.Database + "-wal").Length.Should().BeLessThan(17 * 1024 * 1024);
        new FileInfo(state.Database).Length.Should().BeLessThan(8 * 1024 * 1024);
    }

    private Store Open() => Store.Open(SqliteJournal.Open(state.Path), 16, TimeProvider.System);

    private void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={state.Database};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Memory that cannot be read, as the body of a row that fails for a reason that is not SQLite's.</summary>
    private sealed class Unreadable : MemoryManager<byte>
    {
        public override Memory<byte> Memory => CreateMemory(1);

        public override Span<byte> GetSpan() => throw new NotSupportedException();

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
